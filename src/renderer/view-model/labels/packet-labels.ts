import type { Lab } from '../../../shared/lab/lab';
import { protocolUdp } from '../../../shared/trace/packet';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { RunIndex } from '../run/run-index';
import { protocolClasses, type ProtocolClass } from '../picture/stage-picture';
import { CarriedMessages } from './carried-messages';
import { DatagramLabels } from './datagram-labels';
import { RequestNames } from './request-names';
import { SegmentLabels } from './segment-labels';
import { TlsRecords } from './tls-records';

/** What packets are called and coloured as, everywhere in the window: short on the stage, long in the list. */
export class PacketLabels {
  readonly requests: RequestNames;
  readonly messages: CarriedMessages;
  private readonly segments: SegmentLabels;
  private readonly datagrams: DatagramLabels;
  private readonly tls: TlsRecords;

  /** `lab`: what is run; without it requests have no paths. */
  constructor(
    private readonly trace: TraceReader,
    index: RunIndex,
    lab?: Lab,
  ) {
    this.requests = new RequestNames(trace, lab);
    this.messages = new CarriedMessages(trace, this.requests);
    this.tls = new TlsRecords(trace);
    this.segments = new SegmentLabels(trace, index, this.messages, this.tls);
    this.datagrams = new DatagramLabels(trace, index, this.messages, this.tls);
  }

  /** A name for the stage: `SYN-ACK`, `GET /`, `200`, `dup ACK`, `Initial ClientHello`. */
  short(packet: number): string {
    return this.of(packet).short(packet);
  }

  /** The colour's class. */
  protocolClass(packet: number): ProtocolClass {
    return this.of(packet).protocolClass(packet);
  }

  /** The colour's class as an index into `protocolClasses`. */
  tint(packet: number): number {
    return protocolClasses.indexOf(this.protocolClass(packet));
  }

  /** The highest protocol of which something begins in it: `TCP`, `TLSv1.3`, `HTTP/2`, `QUIC`. */
  protocol(packet: number): string {
    return this.of(packet).protocol(packet);
  }

  /** The list's info. */
  info(packet: number): string {
    return this.of(packet).info(packet);
  }

  /** What is out of the ordinary about it: `retransmission (RTO)`, `duplicate made by a link`. */
  remark(packet: number): string | undefined {
    return this.of(packet).remark(packet);
  }

  /** The ladder's label. */
  ladder(packet: number): string {
    return this.of(packet).ladder(packet);
  }

  /** What of a message begins in it: `GET / HTTP/1.1`, `HEADERS[1] GET /a`; undefined where none does. */
  message(packet: number): string | undefined {
    return this.messages.beginningIn(packet)[0]?.long;
  }

  /** Whether its connection speaks TLS over TCP. */
  isOverTls(packet: number): boolean {
    return !this.isDatagram(packet) && this.tls.knows(this.trace.connectionOfPacket(packet));
  }

  /** Whether it is sent again, or a probe for a loss, whatever protocol does that. */
  isRepair(packet: number): boolean {
    return this.protocolClass(packet) === 'retransmission';
  }

  /** The highest layer that it has something for: 7 the application, 6 TLS, 4 TCP or QUIC alone. */
  topLayer(packet: number): 4 | 6 | 7 {
    if (this.trace.payloadBytes(packet) === 0) return 4;
    return this.isDatagram(packet) ? this.datagrams.topLayer(packet) : this.segments.topLayer(packet);
  }

  /** Why TCP sent it (SegmentReason); 0 for what no TCP sent. */
  reason(packet: number): number {
    return this.isDatagram(packet) ? 0 : this.segments.reason(packet);
  }

  /** The receive window that a segment announces, bytes: its field, scaled as its SYN told (RFC 7323 section 2.2). */
  windowBytes(packet: number): number {
    return this.isDatagram(packet) ? 0 : this.segments.windowBytes(packet);
  }

  private of(packet: number): SegmentLabels | DatagramLabels {
    return this.isDatagram(packet) ? this.datagrams : this.segments;
  }

  private isDatagram(packet: number): boolean {
    return this.trace.protocol(packet) === protocolUdp;
  }
}
