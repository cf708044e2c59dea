import { RequestBytes, visitStretches } from '../../../shared/lanes/lanes-bytes';
import { sendingEnd } from '../../../shared/trace/ends';
import { QuicFrame } from '../../../shared/trace/quic';
import { quicPacketsOf } from '../../../shared/trace/quic-packets';
import { none } from '../../../shared/trace/record';
import { tlsAnswerOf, tlsOfferOf } from '../../../shared/trace/tls-tables';
import type { ContentSpan, Trace } from '../../../shared/trace/trace';
import { mediaPacketIn, type MediaPacket } from './media-packets';
import type { RequestNames } from './request-names';
import { http2FramesIn, http3FramesIn } from './stream-frames';

/** What of an application's begins in a packet. */
export interface CarriedMessage {
  /** In one word: `GET /a`, `200`, `SETTINGS`, `DATA`. */
  readonly short: string;
  /** As a list shows it: `HEADERS[1] GET /a`. */
  readonly long: string;
}

/** The requests and answers among what begins in a packet: `GET /a`, `200 +1`; undefined where there is none. */
export function headName(shorts: readonly string[]): string | undefined {
  const heads = shorts.filter((short) => /^([A-Z]+ \/|\d{3}$)/.test(short));
  const [first] = heads;
  return first !== undefined && heads.length > 1 ? `${first} +${heads.length - 1}` : first;
}

/** What a packet is called by of what begins in it: a request or an answer, else a frame of HTTP's own; never `DATA`. */
export function tellingName(shorts: readonly string[]): string | undefined {
  return headName(shorts) ?? shorts.find((short) => short !== 'DATA' && short !== 'Magic');
}

/** Finds the messages and frames that begin in a packet, below TLS or QUIC. Takes in a growing trace by itself. */
export class CarriedMessages {
  private readonly bytes: RequestBytes;
  /** By connection, then by stream * 2 + end: rows of `trace.contents` that are texts, in order of offset. */
  private readonly textsOf: Map<number, number[]>[] = [];
  private taken = 0;

  constructor(
    private readonly trace: Trace,
    private readonly names: RequestNames,
  ) {
    this.bytes = new RequestBytes(trace);
  }

  /** `h2`, `h3`, `http/1.1`, or '' where nobody asked, or nobody has answered yet. */
  protocolOf(connection: number): string {
    const answer = tlsAnswerOf(this.trace, connection);
    return answer?.protocol ?? tlsOfferOf(this.trace, connection)?.protocols[0] ?? '';
  }

  /** What begins in a packet, in order. */
  beginningIn(packet: number): CarriedMessage[] {
    const { trace } = this;
    const connection = trace.connectionOfPacket(packet);
    const row = trace.connections[connection];
    if (!row) return [];
    this.catchUp();
    const end = sendingEnd(trace, packet);
    const found: CarriedMessage[] = [];
    visitStretches(trace, packet, (stream, from, to) => {
      const plain = (offset: number) => this.bytes.plainBefore(connection, end, offset);
      const texts = this.textsOf[connection]?.get(stream * 2 + end) ?? [];
      this.visit(texts, plain(from), plain(to), (span) => found.push(...this.messagesOf(span)));
    });
    return found;
  }

  /** The RTP packets that begin in a packet of a call, in order: over plain UDP, or framed over TCP. */
  mediaIn(packet: number): MediaPacket[] {
    const { trace } = this;
    const connection = trace.connectionOfPacket(packet);
    const row = trace.connections[connection];
    if (!row || row.protocol === 'quic' || trace.payloadBytes(packet) === 0) return [];
    this.catchUp();
    // A SYN takes the sequence number before the stream's first byte (RFC 9293 section 3.4); UDP has none.
    const from = trace.relativeSequence(packet) - (row.protocol === 'tcp' ? 1 : 0);
    const texts = this.textsOf[connection]?.get(sendingEnd(trace, packet)) ?? [];
    const found: MediaPacket[] = [];
    this.visit(texts, from, from + trace.payloadBytes(packet), ({ literal }) => {
      const media = mediaPacketIn(trace.literals[literal] ?? '');
      if (media) found.push(media);
    });
    return found;
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
    if (row.protocol !== 'tcp' || this.protocolOf(connection) !== 'h2') return [...streams];
    visitStretches(trace, packet, (_, from, to) => {
      const plain = (offset: number) => this.bytes.plainBefore(connection, end, offset);
      for (const one of this.http2StreamsIn(connection, end, plain(from), plain(to))) streams.add(one);
    });
    return [...streams];
  }

  /** The streams of the frames that have bytes in a stretch of plaintext: what began before it may go on in it. */
  private http2StreamsIn(connection: number, end: 0 | 1, from: number, to: number): number[] {
    const texts = this.textsOf[connection]?.get(end) ?? [];
    const streams: number[] = [];
    let carriedOn: number | undefined;
    const first = this.firstFrom(texts, from);
    const before = this.trace.contents[texts[first - 1] ?? -1];
    const goesOn = before !== undefined && to > from && this.startOf(texts, first) > from;
    if (goesOn) carriedOn = http2FramesIn(this.trace.literals[before.literal] ?? '').at(-1)?.stream;
    if (carriedOn !== undefined) streams.push(carriedOn);
    this.visit(texts, from, to, ({ literal }) => {
      for (const { stream } of http2FramesIn(this.trace.literals[literal] ?? ''))
        if (stream !== undefined) streams.push(stream);
    });
    return streams;
  }

  private startOf(texts: readonly number[], at: number): number {
    return this.trace.contents[texts[at] ?? -1]?.offset ?? Infinity;
  }

  /** The request that most of a packet's bytes belong to; undefined for a packet that carries none's. */
  requestOf(packet: number): number | undefined {
    this.bytes.update();
    return this.bytes.requestOfPacket(packet);
  }

  private messagesOf(span: ContentSpan): CarriedMessage[] {
    const text = this.trace.literals[span.literal] ?? '';
    const protocol = this.protocolOf(span.connection);
    if (protocol !== 'h2' && protocol !== 'h3') {
      const line = text.slice(0, Math.max(0, text.indexOf('\r\n')));
      return line === '' ? [] : [{ short: this.shortOf(span, 'HEADERS') || line, long: line }];
    }
    const frames =
      protocol === 'h2' ? http2FramesIn(text) : http3FramesIn(text, span.stream, span.offset === 0);
    return frames.map(({ name, stream }) => {
      const of = stream === undefined ? '' : `[${stream}]`;
      const about = name === 'HEADERS' ? ` ${this.shortOf(span, name)}` : '';
      return { short: this.shortOf(span, name) || name, long: `${name}${of}${about}` };
    });
  }

  private shortOf({ request, end }: ContentSpan, frame: string): string {
    if (frame !== 'HEADERS' || request === none) return '';
    return end === 0 ? this.names.requestLine(request) : this.names.status(request);
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
