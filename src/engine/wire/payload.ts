import { TcpFlag } from '../../shared/trace/packet';
import { none } from '../../shared/trace/record';
import { fillerByte, type Trace } from '../../shared/trace/trace';
import { latin1Bytes } from './octets';

/** The filler repeats after this many bytes: 64 columns, and 75 characters that each line begins one further in. */
const fillerPeriod = 64 * 75;
/** One period and as much again as the longest IP packet, so that any payload is one copy. */
const fillerPattern = Uint8Array.from({ length: fillerPeriod + 0x10000 }, (_, at) => fillerByte(at));

/** What applications wrote into each direction of each connection, found by stream offset. */
class StreamContents {
  /** Rows of `trace.contents` by connection * 2 + end, in order of offset: applications only append. */
  private readonly rowsOf: (number[] | undefined)[] = [];
  private readonly literals: (Uint8Array | undefined)[] = [];
  private indexed = 0;

  constructor(private readonly trace: Trace) {}

  /** Takes in what the trace grew by since last time. */
  catchUp(): this {
    const { contents } = this.trace;
    for (; this.indexed < contents.length; this.indexed += 1) {
      const span = contents[this.indexed]!;
      (this.rowsOf[span.connection * 2 + span.end] ??= []).push(this.indexed);
    }
    return this;
  }

  /** Copies `length` stream bytes from `offset` on to `target[at]`; zeros where no application wrote any. */
  copy(stream: number, offset: number, length: number, target: Uint8Array, at: number): void {
    const rows = this.rowsOf[stream] ?? [];
    const end = offset + length;
    let from = offset;
    let row = Math.max(0, this.lastAtOrBefore(rows, offset));
    while (from < end) {
      const span = row < rows.length ? this.trace.contents[rows[row]!] : undefined;
      const spanEnd = span ? span.offset + span.length : 0;
      if (span && from >= span.offset && from < spanEnd) {
        const to = Math.min(end, spanEnd);
        target.set(this.spanBytes(span.literal, span.offset, from, to), at + from - offset);
        from = to;
      } else if (!span || span.offset > from) {
        const to = Math.min(end, span?.offset ?? end);
        target.fill(0, at + from - offset, at + to - offset);
        from = to;
      } else row += 1;
    }
  }

  /** The offset of the latest literal at or before `offset` that `accepts`, or undefined. */
  literalAtOrBefore(stream: number, offset: number, accepts: (text: string) => boolean): number | undefined {
    const rows = this.rowsOf[stream] ?? [];
    for (let row = this.lastAtOrBefore(rows, offset); row >= 0; row -= 1) {
      const span = this.trace.contents[rows[row]!]!;
      const text = span.literal === none ? undefined : this.trace.literals[span.literal];
      if (text !== undefined && accepts(text)) return span.offset;
    }
    return undefined;
  }

  private spanBytes(literal: number, spanOffset: number, from: number, to: number): Uint8Array {
    if (literal === none) {
      const at = from % fillerPeriod;
      return fillerPattern.subarray(at, at + to - from);
    }
    const bytes = (this.literals[literal] ??= latin1Bytes(this.trace.literals[literal] ?? ''));
    return bytes.subarray(from - spanOffset, to - spanOffset);
  }

  /** Index within `rows` of the last span that begins at or before an offset, or -1. */
  private lastAtOrBefore(rows: readonly number[], offset: number): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.trace.contents[rows[middle]!]!.offset <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

const contentsOf = new WeakMap<Trace, StreamContents>();

function streamContents(trace: Trace): StreamContents {
  let contents = contentsOf.get(trace);
  if (!contents) {
    contents = new StreamContents(trace);
    contentsOf.set(trace, contents);
  }
  return contents.catchUp();
}

/** Which end of its connection sent a packet; 0 where it belongs to none. */
export function sendingEnd(trace: Trace, packet: number): 0 | 1 {
  const row = trace.connections[trace.connectionOfPacket(packet)];
  if (!row) return 0;
  const fromOpener =
    trace.sourcePort(packet) === row.ports[0] && trace.sourceAddress(packet) === row.addresses[0];
  return fromOpener ? 0 : 1;
}

/** Stream offset of a packet's first payload byte: a SYN takes the sequence number before it (RFC 9293 section 3.4). */
export function streamOffset(trace: Trace, packet: number): number {
  const ahead = trace.flags(packet) & TcpFlag.syn ? 0 : 1;
  return trace.relativeSequence(packet) - ahead;
}

/** Copies a stretch of what one end of a connection wrote to `target[at]`. */
export function copyStream(
  trace: Trace,
  connection: number,
  end: 0 | 1,
  offset: number,
  length: number,
  target: Uint8Array,
  at = 0,
): void {
  streamContents(trace).copy(connection * 2 + end, offset, length, target, at);
}

/** Copies a packet's payload to `target[at]`; returns its length in bytes. */
export function writePayload(trace: Trace, packet: number, target: Uint8Array, at: number): number {
  const length = trace.payloadBytes(packet);
  if (length === 0) return 0;
  const connection = trace.connectionOfPacket(packet);
  copyStream(trace, connection, sendingEnd(trace, packet), streamOffset(trace, packet), length, target, at);
  return length;
}

/** A packet's payload, in bytes of its own. */
export function payloadOf(trace: Trace, packet: number): Uint8Array {
  const bytes = new Uint8Array(trace.payloadBytes(packet));
  writePayload(trace, packet, bytes, 0);
  return bytes;
}

/** Where the latest text that `accepts` begins, at or before `offset` in what one end of a connection wrote. */
export function literalAtOrBefore(
  trace: Trace,
  connection: number,
  end: 0 | 1,
  offset: number,
  accepts: (text: string) => boolean,
): number | undefined {
  return streamContents(trace).literalAtOrBefore(connection * 2 + end, offset, accepts);
}
