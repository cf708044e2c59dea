import { sendingEnd } from '../../../shared/trace/ends';
import {
  QuicFrame,
  QuicPacketItem,
  QuicSendReason,
  quicPacketNames,
  quicSendReasons,
} from '../../../shared/trace/quic';
import { quicFrameNames, quicPacketsOf, type QuicPacketItems } from '../../../shared/trace/quic-packets';
import { RecordKind } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { RunIndex } from '../run/run-index';
import type { ProtocolClass } from '../picture/stage-picture';
import { headName, messageName } from '../../../wire/applications/definition/message';
import type { CarriedMessages } from './carried-messages';
import type { TlsRecords } from './tls-records';

/** What datagrams are called and coloured as: QUIC, and plain UDP. */
export class DatagramLabels {
  constructor(
    private readonly trace: TraceReader,
    private readonly index: RunIndex,
    private readonly messages: CarriedMessages,
    private readonly tls: TlsRecords,
  ) {}

  /** A name for the stage: `Initial ClientHello`, `GET /a`, `200`, `data`, `ACK`. */
  short(packet: number): string {
    const name = this.plain(packet);
    const reason = this.reason(packet);
    if (reason === QuicSendReason.retransmission) return name === 'data' ? 'again' : `again ${name}`;
    return reason === QuicSendReason.probe ? `probe ${name}` : name;
  }

  protocolClass(packet: number): ProtocolClass {
    const reason = this.reason(packet);
    if (reason === QuicSendReason.retransmission || reason === QuicSendReason.probe) return 'retransmission';
    const data = this.messages.applicationOf(packet).colours[sendingEnd(this.trace, packet)];
    if (this.trace.quicItemCount(packet) === 0) return data;
    const types = this.frameTypes(packet);
    if (
      types.some(
        (type) =>
          type === QuicFrame.connectionCloseTransport || type === QuicFrame.connectionCloseApplication,
      )
    )
      return 'tcp-close';
    if (types.includes(QuicFrame.stream)) return data;
    return types.includes(QuicFrame.crypto) ? 'tcp-handshake' : 'tcp-ack';
  }

  /** `HTTP/3`, `RTP` where a message of it begins, else `QUIC` or `UDP`. */
  protocol(packet: number): string {
    if (this.messages.beginningIn(packet).length > 0) return this.messages.applicationOf(packet).title;
    return this.trace.quicItemCount(packet) === 0 ? 'UDP' : 'QUIC';
  }

  /** The list's info: `Initial PKN=0 CRYPTO (ClientHello), PADDING`. */
  info(packet: number): string {
    const remark = this.remark(packet);
    const about = this.trace.quicItemCount(packet) === 0 ? this.datagram(packet) : this.contents(packet);
    return remark ? `[${remark}] ${about}` : about;
  }

  /** The highest layer that a datagram has something for. */
  topLayer(packet: number): 4 | 6 | 7 {
    if (this.trace.quicItemCount(packet) === 0) return 7;
    const types = this.frameTypes(packet);
    if (types.includes(QuicFrame.stream)) return 7;
    return types.includes(QuicFrame.crypto) ? 6 : 4;
  }

  remark(packet: number): string | undefined {
    const reason = this.reason(packet);
    const tells = reason === QuicSendReason.retransmission || reason === QuicSendReason.probe;
    return tells ? quicSendReasons[reason] : undefined;
  }

  /** The ladder's label: `Initial 0 ClientHello`, `1-RTT 3 GET /a`. */
  ladder(packet: number): string {
    const [first] = quicPacketsOf(this.trace, packet);
    if (!first) return this.short(packet);
    const name = this.short(packet);
    const kind = this.packetName(first);
    const number = this.trace.quicItemOffset(first.header);
    return name.startsWith(kind) ? name.replace(kind, `${kind} ${number}`) : `${kind} ${number} ${name}`;
  }

  private plain(packet: number): string {
    const [first, ...others] = quicPacketsOf(this.trace, packet);
    const begun = this.messages.beginningIn(packet);
    if (!first) return messageName(begun) ?? 'datagram';
    const types = this.frameTypes(packet);
    if (types.includes(QuicFrame.crypto) && this.packetName(first) !== '1-RTT') {
      const name = this.packetName(first) + (others.length > 0 ? '+' : '');
      return [name, headName(begun) ?? this.handshake(packet)[0] ?? ''].join(' ').trim();
    }
    if (
      types.includes(QuicFrame.connectionCloseTransport) ||
      types.includes(QuicFrame.connectionCloseApplication)
    )
      return 'CLOSE';
    if (types.includes(QuicFrame.stream)) return messageName(begun) ?? 'data';
    const notable = types.find((type) => type !== QuicFrame.ack && type !== QuicFrame.padding);
    return notable === undefined ? 'ACK' : (quicFrameNames[notable] ?? 'ACK');
  }

  private datagram(packet: number): string {
    const { trace } = this;
    const begun = this.messages.beginningIn(packet).map(({ long }) => long);
    if (begun.length > 0) return begun.join(', ');
    return `${trace.sourcePort(packet)} → ${trace.destinationPort(packet)} Len=${trace.payloadBytes(packet)}`;
  }

  private contents(packet: number): string {
    const heads = this.messages.beginningIn(packet).map(({ long }) => long);
    const packets = quicPacketsOf(this.trace, packet).map((one) => {
      const frames = one.frames.map((frame) => this.frame(packet, one, frame)).filter(Boolean);
      return `${this.packetName(one)} PKN=${this.trace.quicItemOffset(one.header)} ${counted(frames).join(', ')}`;
    });
    return [...packets, ...(heads.length > 0 ? [heads.join(', ')] : [])].join(' · ');
  }

  private frame(packet: number, one: QuicPacketItems, frame: number): string {
    const { trace } = this;
    const type = trace.quicItemType(frame);
    const name = quicFrameNames[type] ?? 'frame';
    if (type === QuicFrame.stream) return `STREAM(${trace.quicItemWord(frame, 0)})`;
    if (type === QuicFrame.ack) return `ACK ${trace.quicItemOffset(frame)}`;
    if (type !== QuicFrame.crypto) return name;
    return `CRYPTO (${this.messagesOf(packet, one, frame).join(', ')})`;
  }

  private handshake(packet: number): string[] {
    return quicPacketsOf(this.trace, packet).flatMap((one) =>
      one.frames
        .filter((frame) => this.trace.quicItemType(frame) === QuicFrame.crypto)
        .flatMap((frame) => this.messagesOf(packet, one, frame)),
    );
  }

  private messagesOf(packet: number, one: QuicPacketItems, frame: number): string[] {
    const { trace } = this;
    const connection = trace.connectionOfPacket(packet);
    const row = trace.connections[connection];
    if (!row) return [];
    const from = trace.quicItemOffset(frame);
    const to = from + trace.quicItemWord(frame, 1);
    const epoch = epochOf(trace.quicItemType(one.header));
    const end = sendingEnd(trace, packet);
    const beginning = this.tls.messagesIn(connection, end, epoch, from, to);
    if (beginning.length > 0) return beginning;
    const continued = this.tls.messageAt(connection, end, epoch, from);
    return continued === undefined ? [] : [`${continued} continued`];
  }

  private frameTypes(packet: number): number[] {
    return quicPacketsOf(this.trace, packet).flatMap(({ frames }) =>
      frames.map((frame) => this.trace.quicItemType(frame)),
    );
  }

  private packetName({ header }: QuicPacketItems): string {
    return quicPacketNames[this.trace.quicItemType(header) - QuicPacketItem.initial] ?? 'QUIC';
  }

  /** Why QUIC sent it (QuicSendReason); 0 for what no QUIC sent. */
  private reason(packet: number): number {
    const origin = this.index.originOf(packet);
    return origin !== undefined && this.trace.kind(origin) === RecordKind.quicSend
      ? this.trace.detail(origin)
      : 0;
  }
}

/** Names with how often each one follows itself: `NEW_CONNECTION_ID ×3`. */
function counted(names: readonly string[]): string[] {
  const runs: { name: string; times: number }[] = [];
  for (const name of names) {
    const last = runs.at(-1);
    if (last?.name === name) last.times += 1;
    else runs.push({ name, times: 1 });
  }
  return runs.map(({ name, times }) => (times === 1 ? name : `${name} ×${times}`));
}

/** RFC 9001 section 4.1.3: the handshake's epoch in each type of packet. */
function epochOf(packetType: number): number {
  if (packetType === QuicPacketItem.initial) return 0;
  if (packetType === QuicPacketItem.zeroRtt) return 1;
  return packetType === QuicPacketItem.handshake ? 2 : 3;
}
