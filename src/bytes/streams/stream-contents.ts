import { none } from '../../shared/trace/record';
import { fillerByte } from '../../shared/trace/contents';
import type { TraceReader } from '../../shared/trace/trace-reader';
import type { StreamEnd } from '../../wire/applications/definition/written-contents';
import { latin1Bytes } from '../../wire/encoding/octets';

/** The filler repeats after this many bytes: 64 columns, and 75 characters that each line begins one further in. */
const fillerPeriod = 64 * 75;
/** One period and as much again as the longest IP packet, so that any payload is one copy. */
const longestCopy = 0x10000;
const fillerPattern = Uint8Array.from({ length: fillerPeriod + longestCopy }, (_, at) => fillerByte(at));

/** What applications wrote into each direction of each stream, found by stream offset. */
export class StreamContents {
  /** By connection * 2 + end and stream, rows of `trace.contents` in order of offset: applications only append. */
  private readonly rowsOf: (Map<number, number[]> | undefined)[] = [];
  private readonly literals: (Uint8Array | undefined)[] = [];
  private indexed = 0;

  constructor(private readonly trace: TraceReader) {}

  /** Copies `length` bytes from a stream's `offset` on to `target[at]`; zeros where no application wrote any. */
  copy(stream: StreamEnd, offset: number, length: number, target: Uint8Array, at: number): void {
    const rows = this.rows(stream);
    const end = offset + length;
    let from = offset;
    let row = Math.max(0, this.lastAtOrBefore(rows, offset));
    while (from < end) {
      const span = row < rows.length ? this.trace.contents[rows[row]!] : undefined;
      const spanEnd = span ? span.offset + span.length : 0;
      if (span && from >= span.offset && from < spanEnd) {
        const to = Math.min(end, spanEnd, from + longestCopy);
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
  textAtOrBefore(stream: StreamEnd, offset: number, accepts: (text: string) => boolean): number | undefined {
    const rows = this.rows(stream);
    for (let row = this.lastAtOrBefore(rows, offset); row >= 0; row -= 1) {
      const span = this.trace.contents[rows[row]!]!;
      const text = span.literal === none ? undefined : this.trace.literals[span.literal];
      if (text !== undefined && accepts(text)) return span.offset;
    }
    return undefined;
  }

  /** Takes in what the trace grew by since last time, and finds a stream's rows. */
  private rows({ connection, end, stream }: StreamEnd): readonly number[] {
    const { contents } = this.trace;
    for (; this.indexed < contents.length; this.indexed += 1) {
      const span = contents[this.indexed]!;
      const streams = (this.rowsOf[span.connection * 2 + span.end] ??= new Map<number, number[]>());
      const rows = streams.get(span.stream);
      if (rows) rows.push(this.indexed);
      else streams.set(span.stream, [this.indexed]);
    }
    return this.rowsOf[connection * 2 + end]?.get(stream) ?? [];
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
