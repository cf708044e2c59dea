import { relativeAcknowledgement } from '../../../shared/trace/relative-acknowledgement';
import { sendingEnd } from '../../../shared/trace/ends';
import { isRetransmission } from '../../../shared/trace/kinds/tcp';
import { PacketOption, TcpFlag, tcpFlagNames } from '../../../shared/trace/packet';
import { none, RecordKind, SegmentReason, segmentReasons } from '../../../shared/trace/record';
import { tlsAnswerOf, tlsVersionName } from '../../../shared/trace/tls-tables';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { RunIndex } from '../run/run-index';
import type { ProtocolClass } from '../picture/stage-picture';
import { messageName } from '../../../wire/applications/definition/message';
import type { CarriedMessages } from './carried-messages';
import type { TlsRecords } from './tls-records';

/** Reasons that say more than the segment's flags would. */
const tellingReasons: readonly number[] = [
  SegmentReason.windowProbe,
  SegmentReason.windowUpdate,
  SegmentReason.keepAlive,
  SegmentReason.challengeAck,
];

/** What TCP segments are called and coloured as. */
export class SegmentLabels {
  /** Per connection and end: the shift of its window field, once its SYN was seen. */
  private readonly scales = new Map<number, number>();

  constructor(
    private readonly trace: TraceReader,
    private readonly index: RunIndex,
    private readonly messages: CarriedMessages,
    private readonly tls: TlsRecords,
  ) {}

  /** A name for the stage: `SYN-ACK`, `GET /`, `200`, `dup ACK`, `retransmit SYN`. */
  short(packet: number): string {
    const reason = this.reason(packet);
    if (isRetransmission(reason)) {
      const again = this.plain(packet);
      const probe = reason === SegmentReason.tailLossProbe ? 'loss probe' : 'retransmit';
      return again === 'data' || again === 'ACK' ? probe : `${probe} ${again}`;
    }
    if (reason === SegmentReason.duplicateAck) return 'dup ACK';
    if (tellingReasons.includes(reason)) return segmentReasons[reason] ?? 'ACK';
    return this.plain(packet);
  }

  /** The colour's class. */
  protocolClass(packet: number): ProtocolClass {
    const flags = this.trace.flags(packet);
    if (isRetransmission(this.reason(packet))) return 'retransmission';
    if (flags & TcpFlag.rst) return 'tcp-reset';
    if (flags & TcpFlag.syn) return 'tcp-handshake';
    if (this.tls.isHandshake(packet)) return 'tcp-handshake';
    if (this.tls.isAlert(packet)) return 'tcp-close';
    if (this.trace.payloadBytes(packet) > 0)
      return this.messages.applicationOf(packet).colours[sendingEnd(this.trace, packet)];
    if (flags & TcpFlag.fin) return 'tcp-close';
    return flags & TcpFlag.ack ? 'tcp-ack' : 'other';
  }

  /** `HTTP`, `HTTP/2`, `RTP` where a message of it begins, `TLSv1.3` where a record does, else `TCP`. */
  protocol(packet: number): string {
    if (this.messages.beginningIn(packet).length > 0) return this.messages.applicationOf(packet).title;
    const connection = this.trace.connectionOfPacket(packet);
    if (!this.tls.knows(connection) || this.tls.beginningIn(packet).length === 0) return 'TCP';
    const version = tlsAnswerOf(this.trace, connection)?.version;
    return version === undefined ? 'TLS' : tlsVersionName(version).replace(' ', 'v');
  }

  /** The highest layer that a segment with data has something for. */
  topLayer(packet: number): 6 | 7 {
    const records = this.tls.beginningIn(packet);
    const isOfTls = records.length > 0 && !records.includes('Application Data');
    return isOfTls || this.tls.isHandshake(packet) ? 6 : 7;
  }

  /** The list's info: `32768 → 80 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 SACK_PERM TSval=17 TSecr=0 WS=128`. */
  info(packet: number): string {
    const remark = this.remark(packet);
    const about = this.carried(packet) ?? this.segment(packet);
    return remark ? `[${remark}] ${about}` : about;
  }

  /** What is out of the ordinary about it: `retransmission (RTO)`, `duplicate made by a link`. */
  remark(packet: number): string | undefined {
    const reason = this.reason(packet);
    const special = isRetransmission(reason) || reason === SegmentReason.duplicateAck;
    if (special || tellingReasons.includes(reason)) return segmentReasons[reason];
    const origin = this.index.originOf(packet);
    const isSent = origin === undefined || this.trace.kind(origin) === RecordKind.tcpSend;
    return isSent ? undefined : 'duplicate made by a link';
  }

  /** The ladder's label: `SYN seq 0 mss 1460 sackOK ts ws 7`, `GET / 1:66`. */
  ladder(packet: number): string {
    const name = this.short(packet);
    const { trace } = this;
    const flags = trace.flags(packet);
    const payload = trace.payloadBytes(packet);
    const sequence = trace.relativeSequence(packet);
    if (flags & TcpFlag.syn) {
      const acknowledged = flags & TcpFlag.ack ? ` ack ${relativeAcknowledgement(trace, packet)}` : '';
      return `${name} seq ${sequence}${acknowledged}${this.optionNames(packet)}`;
    }
    const stretch = payload > 0 ? ` ${sequence}:${sequence + payload}` : '';
    const acknowledged = payload === 0 ? ` ack ${relativeAcknowledgement(trace, packet)}` : '';
    return `${name}${stretch}${acknowledged}`;
  }

  /** Why TCP sent it (SegmentReason); 0 for what no TCP sent. */
  reason(packet: number): number {
    const origin = this.index.originOf(packet);
    return origin !== undefined && this.trace.kind(origin) === RecordKind.tcpSend
      ? this.trace.detail(origin)
      : 0;
  }

  /** The receive window that a segment announces, bytes: its field, scaled as its SYN told (RFC 7323 section 2.2). */
  windowBytes(packet: number): number {
    const field = this.trace.window(packet);
    // The window field of a SYN is never scaled (RFC 7323 section 2.2).
    if (this.trace.flags(packet) & TcpFlag.syn) return field;
    return field * 2 ** this.windowShift(packet);
  }

  private plain(packet: number): string {
    const flags = this.trace.flags(packet);
    if (flags & TcpFlag.rst) return 'RST';
    if (flags & TcpFlag.syn) return flags & TcpFlag.ack ? 'SYN-ACK' : 'SYN';
    const ends = flags & TcpFlag.fin ? 'FIN' : undefined;
    if (this.trace.payloadBytes(packet) === 0) return ends ?? 'ACK';
    const data = this.message(packet) ?? 'data';
    return ends ? `${data} FIN` : data;
  }

  /** `GET /`, `200`, `ClientHello`. */
  private message(packet: number): string | undefined {
    const name = messageName(this.messages.beginningIn(packet));
    if (name !== undefined || !this.tls.knows(this.trace.connectionOfPacket(packet))) return name;
    const records = this.tls.beginningIn(packet).filter((one) => one !== 'Application Data');
    const record = records.find((one) => one !== 'Change Cipher Spec') ?? records[0];
    return record ?? this.tls.continuedIn(packet);
  }

  /** What TLS records begin in it, and what of the application does: `ClientHello`, `HEADERS[1] GET /a`. */
  private carried(packet: number): string | undefined {
    const begun = this.messages.beginningIn(packet).map(({ long }) => long);
    const isSealed = this.tls.knows(this.trace.connectionOfPacket(packet));
    const records = isSealed ? this.tls.beginningIn(packet) : [];
    const plain = begun.length > 0 ? records.filter((name) => name !== 'Application Data') : records;
    const all = [...plain, ...begun];
    if (all.length > 0) return all.join(', ');
    const continued = isSealed ? this.tls.continuedIn(packet) : undefined;
    return continued && `${continued} (continued)`;
  }

  private segment(packet: number): string {
    const { trace } = this;
    const flags = trace.flags(packet);
    const names = tcpFlagNames(flags).join(', ');
    const acknowledged = flags & TcpFlag.ack ? ` Ack=${relativeAcknowledgement(trace, packet)}` : '';
    return (
      `${trace.sourcePort(packet)} → ${trace.destinationPort(packet)} [${names}] ` +
      `Seq=${trace.relativeSequence(packet)}${acknowledged} Win=${this.windowBytes(packet)} ` +
      `Len=${trace.payloadBytes(packet)}${this.optionFields(packet)}`
    );
  }

  private optionFields(packet: number): string {
    const { trace } = this;
    const options = trace.options(packet);
    let text = '';
    if (options & PacketOption.mss) text += ` MSS=${trace.mssOption(packet)}`;
    if (options & PacketOption.sackPermitted) text += ' SACK_PERM';
    if (options & PacketOption.timestamps)
      text += ` TSval=${trace.timestampValue(packet)} TSecr=${trace.timestampEcho(packet)}`;
    if (options & PacketOption.windowScale) text += ` WS=${2 ** trace.windowScaleOption(packet)}`;
    if (options & PacketOption.sack) text += ` SACK ×${trace.sackBlockCount(packet)}`;
    return text;
  }

  private optionNames(packet: number): string {
    const { trace } = this;
    const options = trace.options(packet);
    let text = '';
    if (options & PacketOption.mss) text += ` mss ${trace.mssOption(packet)}`;
    if (options & PacketOption.sackPermitted) text += ' sackOK';
    if (options & PacketOption.timestamps) text += ' ts';
    if (options & PacketOption.windowScale) text += ` ws ${trace.windowScaleOption(packet)}`;
    return text;
  }

  /** Scaling is in force only where both SYNs carried the option (RFC 7323 section 2.2). */
  private windowShift(packet: number): number {
    const connection = this.trace.connectionOfPacket(packet);
    if (connection === none) return 0;
    const end = sendingEnd(this.trace, packet);
    const own = this.synScale(connection, end);
    const other = this.synScale(connection, end === 0 ? 1 : 0);
    return own === undefined || other === undefined || own < 0 || other < 0 ? 0 : own;
  }

  /** The shift in an end's SYN, -1 where it had none, undefined where no SYN of it was seen. */
  private synScale(connection: number, end: 0 | 1): number | undefined {
    const key = connection * 2 + end;
    const known = this.scales.get(key);
    if (known !== undefined) return known;
    const rows = this.index.rowsOfConnection(connection);
    for (let at = 0; at < rows.length; at += 1) {
      const packet = this.index.packetAt(rows.at(at) ?? 0);
      if (!(this.trace.flags(packet) & TcpFlag.syn) || sendingEnd(this.trace, packet) !== end) continue;
      const scaled = this.trace.options(packet) & PacketOption.windowScale;
      const scale = scaled ? this.trace.windowScaleOption(packet) : -1;
      this.scales.set(key, scale);
      return scale;
    }
    return undefined;
  }
}
