import { chunkRecords, none } from '../../shared/trace/record';
import { Trace } from '../../shared/trace/trace';

/** Appends rows to a trace's records; `RecordWriter` has a method for each kind. */
export class RecordRows {
  readonly trace = new Trace();
  /** Virtual time of what is being written, nanoseconds. */
  now = 0;
  /** The record that causes what is written next. */
  cause = none;

  /** Writes one record of 32 bytes and returns its seq. */
  protected row(
    kind: number,
    place: number,
    packet: number,
    connection: number,
    a: number,
    b: number,
    detail: number,
    cause: number,
  ): number {
    const records = this.trace.records;
    const seq = records.length;
    const row = seq % chunkRecords;
    const chunk = records.grow();
    const u32 = chunk.u32;
    chunk.f64[row * 4] = this.now;
    u32[row * 8 + 2] = packet;
    u32[row * 8 + 3] = cause;
    u32[row * 8 + 4] = connection;
    u32[row * 8 + 5] = a;
    u32[row * 8 + 6] = b;
    // place, kind and detail share the last word.
    u32[row * 8 + 7] = (place | (kind << 16) | (detail << 24)) >>> 0;
    return seq;
  }
}
