import type { TlsRecord } from '../../shared/trace/tls';
import type { TraceReader } from '../../shared/trace/trace-reader';

/** TLS records found by where they are in their TCP stream. */
export class RecordIndex {
  /** By connection * 2 + end, in order of offset: they are written one behind the other. */
  private readonly recordsOf: (TlsRecord[] | undefined)[] = [];
  private indexed = 0;

  constructor(private readonly trace: TraceReader) {}

  /** The records of one direction, in order; undefined where there are none. Takes in what the trace grew by. */
  records(connection: number, end: 0 | 1): readonly TlsRecord[] | undefined {
    const { records } = this.trace.tls;
    for (; this.indexed < records.length; this.indexed += 1) {
      const record = records[this.indexed]!;
      (this.recordsOf[record.connection * 2 + record.end] ??= []).push(record);
    }
    return this.recordsOf[connection * 2 + end];
  }

  /** The records of one direction that have bytes among the `length` from a stream offset on. */
  overlapping(connection: number, end: 0 | 1, offset: number, length: number): readonly TlsRecord[] {
    const records = this.records(connection, end) ?? [];
    const first = firstEndingBehind(records, offset);
    let last = first;
    while (last < records.length && records[last]!.offset < offset + length) last += 1;
    return records.slice(first, last);
  }
}

function firstEndingBehind(records: readonly TlsRecord[], offset: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { offset: start, length } = records[middle]!;
    if (start + length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
