import { RequestBytes, visitStretches } from '../../../shared/lanes/lanes-bytes';
import { applicationOf } from '../../../shared/trace/connection-application';
import { sendingEnd } from '../../../shared/trace/ends';
import { QuicFrame } from '../../../shared/trace/quic';
import { quicPacketsOf } from '../../../shared/trace/quic-packets';
import { none } from '../../../shared/trace/record';
import type { ContentSpan } from '../../../shared/trace/contents';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { Application } from '../../../wire/applications/definition/application';
import type { Message, WrittenText } from '../../../wire/applications/definition/message';
import type { RequestNames } from './request-names';

/** Finds the messages and frames that begin in a packet, below TLS or QUIC. Takes in a growing trace by itself. */
export class CarriedMessages {
  private readonly bytes: RequestBytes;
  /** By connection, then by stream * 2 + end: rows of `trace.contents` that are texts, in order of offset. */
  private readonly textsOf: Map<number, number[]>[] = [];
  private taken = 0;

  constructor(
    private readonly trace: TraceReader,
    private readonly names: RequestNames,
  ) {
    this.bytes = new RequestBytes(trace);
  }

  /** What a packet's connection carries. */
  applicationOf(packet: number): Application {
    return applicationOf(this.trace, this.trace.connectionOfPacket(packet));
  }

  /** What begins in a packet, in order. */
  beginningIn(packet: number): Message[] {
    const { trace } = this;
    const connection = trace.connectionOfPacket(packet);
    if (!trace.connections[connection]) return [];
    this.catchUp();
    const application = applicationOf(trace, connection);
    const end = sendingEnd(trace, packet);
    const found: Message[] = [];
    visitWritten(trace, packet, (stream, from, to) => {
      const plain = (offset: number) => this.bytes.plainBefore(connection, end, offset);
      const texts = this.textsOf[connection]?.get(stream * 2 + end) ?? [];
      this.visit(texts, plain(from), plain(to), (span) => {
        found.push(...application.messagesIn(this.written(span)));
      });
    });
    return found;
  }

  /** Bytes of a packet that are the application's: without what TLS or QUIC puts around them. */
  applicationBytes(packet: number): number {
    const { trace } = this;
    const connection = trace.connectionOfPacket(packet);
    if (!trace.connections[connection]) return trace.payloadBytes(packet);
    this.catchUp();
    const end = sendingEnd(trace, packet);
    let sum = 0;
    visitWritten(trace, packet, (_, from, to) => {
      sum += this.bytes.plainBefore(connection, end, to) - this.bytes.plainBefore(connection, end, from);
    });
    return sum;
  }

  /** The streams of HTTP/2 or QUIC that a packet has bytes of. */
  streamsIn(packet: number): number[] {
    const { trace } = this;
    const connection = trace.connectionOfPacket(packet);
    const row = trace.connections[connection];
    const streams = new Set<number>();
    if (!row) return [];
    this.catchUp();
    const end = sendingEnd(trace, packet);
    // A STREAM frame without bytes may still end its stream.
    for (const { frames } of quicPacketsOf(trace, packet))
      for (const frame of frames)
        if (trace.quicItemType(frame) === QuicFrame.stream) streams.add(trace.quicItemWord(frame, 0));
    if (row.protocol !== 'tcp') return [...streams];
    visitStretches(trace, packet, (_, from, to) => {
      const plain = (offset: number) => this.bytes.plainBefore(connection, end, offset);
      for (const one of this.streamsWithin(connection, end, plain(from), plain(to))) streams.add(one);
    });
    return [...streams];
  }

  /** The streams of the frames that have bytes in a stretch of plaintext: what began before it may go on in it. */
  private streamsWithin(connection: number, end: 0 | 1, from: number, to: number): number[] {
    const texts = this.textsOf[connection]?.get(end) ?? [];
    const application = applicationOf(this.trace, connection);
    const streams: (number | undefined)[] = [];
    const first = this.firstFrom(texts, from);
    const before = this.trace.contents[texts[first - 1] ?? -1];
    const goesOn = before !== undefined && to > from && this.startOf(texts, first) > from;
    if (goesOn) streams.push(application.messagesIn(this.written(before)).at(-1)?.stream);
    this.visit(texts, from, to, (span) => {
      for (const { stream } of application.messagesIn(this.written(span))) streams.push(stream);
    });
    return streams.filter((stream) => stream !== undefined);
  }

  private startOf(texts: readonly number[], at: number): number {
    return this.trace.contents[texts[at] ?? -1]?.offset ?? Infinity;
  }

  /** The request that most of a packet's bytes belong to; undefined for a packet that carries none's. */
  requestOf(packet: number): number | undefined {
    this.bytes.update();
    return this.bytes.requestOfPacket(packet);
  }

  private written({ literal, stream, offset, request, end }: ContentSpan): WrittenText {
    const about =
      request === none ? '' : end === 0 ? this.names.requestLine(request) : this.names.status(request);
    return { text: this.trace.literals[literal] ?? '', stream, offset, about };
  }

  private visit(
    texts: readonly number[],
    from: number,
    to: number,
    visitor: (span: ContentSpan) => void,
  ): void {
    for (let at = this.firstFrom(texts, from); at < texts.length; at += 1) {
      const span = this.trace.contents[texts[at] ?? 0];
      if (!span || span.offset >= to) return;
      visitor(span);
    }
  }

  /** Index of the first text at or after an offset. */
  private firstFrom(texts: readonly number[], offset: number): number {
    let low = 0;
    let high = texts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.trace.contents[texts[middle] ?? 0]?.offset ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private catchUp(): void {
    this.bytes.update();
    const { contents } = this.trace;
    for (; this.taken < contents.length; this.taken += 1) {
      const span = contents[this.taken];
      if (!span || span.literal === none) continue;
      const streams = (this.textsOf[span.connection] ??= new Map<number, number[]>());
      const key = span.stream * 2 + span.end;
      const texts = streams.get(key);
      if (texts) texts.push(this.taken);
      else streams.set(key, [this.taken]);
    }
  }
}

/** As `visitStretches`; a datagram of a plain flow is a stretch of all that its end has sent. */
function visitWritten(
  trace: TraceReader,
  packet: number,
  visitor: (stream: number, from: number, to: number) => void,
): void {
  if (trace.connections[trace.connectionOfPacket(packet)]?.protocol !== 'udp') {
    visitStretches(trace, packet, visitor);
    return;
  }
  const from = trace.relativeSequence(packet);
  visitor(0, from, from + trace.payloadBytes(packet));
}
