import { sendingEnd } from '../../shared/trace/ends';
import { QuicFrame } from '../../shared/trace/quic';
import { protocolTcp, TcpFlag } from '../../shared/trace/packet';
import { none } from '../../shared/trace/record';
import { TlsContentType } from '../../shared/trace/tls';
import type { Trace } from '../../shared/trace/trace';

/** Where in a stream a byte stands, as the transport counts. */
interface StreamPlace {
  readonly connection: number;
  readonly end: 0 | 1;
  readonly stream: number;
  readonly offset: number;
}

/** Loses the packet that carries a byte of a response's body for the first time, whatever protocol carries it. */
export class ResponseLoss {
  private request = none;
  private place: StreamPlace | undefined;
  private isOver = false;
  private spansSeen = 0;
  private bodySeen = 0;
  private plaintext: StreamPlace | undefined;
  private recordsSeen = 0;

  /** `byte`: counted from 0. */
  constructor(
    private readonly trace: Trace,
    private readonly workload: number,
    private readonly path: string,
    private readonly byte: number,
  ) {}

  /** A request has begun; the first of the fault's workload for its path is the one that it strikes. */
  began(request: number, workload: number, path: string): void {
    if (this.request === none && workload === this.workload && path === this.path) this.request = request;
  }

  /** Whether a packet that is about to be sent is the one. */
  strikes(packet: number): boolean {
    if (this.isOver || this.request === none) return false;
    this.plaintext ??= this.findBody();
    if (!this.plaintext) return false;
    this.place ??= this.findOnTransport(this.plaintext);
    if (!this.place || !this.carries(packet, this.place)) return false;
    this.isOver = true;
    return true;
  }

  /** Bodies are filler: the byte lies in the span that brings the response's filler up to it. */
  private findBody(): StreamPlace | undefined {
    const { contents } = this.trace;
    for (; this.spansSeen < contents.length; this.spansSeen += 1) {
      const span = contents[this.spansSeen];
      if (!span || span.request !== this.request || span.literal !== none || span.end !== 1) continue;
      if (this.bodySeen + span.length > this.byte) {
        const { connection, end, stream } = span;
        return { connection, end, stream, offset: span.offset + this.byte - this.bodySeen };
      }
      this.bodySeen += span.length;
    }
    return undefined;
  }

  /** Under TLS over TCP the byte travels in a record: with its ciphertext, which is as long as the plaintext. */
  private findOnTransport(plaintext: StreamPlace): StreamPlace | undefined {
    const { connection, end, offset } = plaintext;
    const { tls, connections } = this.trace;
    const isTls = tls.offers.some((offer) => offer.connection === connection);
    if (!isTls || connections[connection]?.protocol !== 'tcp') return plaintext;
    for (; this.recordsSeen < tls.records.length; this.recordsSeen += 1) {
      const record = tls.records[this.recordsSeen];
      if (!record || record.connection !== connection || record.end !== end) continue;
      if (record.type !== TlsContentType.applicationData) continue;
      if (offset < record.from || offset >= record.from + record.bytes) continue;
      const header = recordHeaderBytes + explicitNonceBytes(this.trace, connection);
      return { connection, end, stream: 0, offset: record.offset + header + offset - record.from };
    }
    return undefined;
  }

  private carries(packet: number, place: StreamPlace): boolean {
    const { trace } = this;
    if (trace.connectionOfPacket(packet) !== place.connection) return false;
    if (trace.protocol(packet) === protocolTcp) return this.segmentCarries(packet, place);
    const first = trace.firstQuicItem(packet);
    for (let item = first; item < first + trace.quicItemCount(packet); item += 1) {
      if (trace.quicItemType(item) !== QuicFrame.stream || trace.quicItemWord(item, 0) !== place.stream)
        continue;
      const from = trace.quicItemOffset(item);
      if (place.offset >= from && place.offset < from + trace.quicItemWord(item, 1)) return true;
    }
    return false;
  }

  private segmentCarries(packet: number, place: StreamPlace): boolean {
    const { trace } = this;
    const row = trace.connections[place.connection];
    const fromServer = row !== undefined && sendingEnd(trace, packet) === 1;
    if (!fromServer) return false;
    const from = trace.relativeSequence(packet) - (trace.flags(packet) & TcpFlag.syn ? 0 : 1);
    return place.offset >= from && place.offset < from + trace.payloadBytes(packet);
  }
}

/** RFC 8446 section 5.1. */
const recordHeaderBytes = 5;

/** RFC 5288 section 3: TLS 1.2 sends 8 bytes of the nonce ahead of the ciphertext. */
function explicitNonceBytes(trace: Trace, connection: number): number {
  return trace.tls.answers.find((answer) => answer.connection === connection)?.version === 0x0303 ? 8 : 0;
}
