import type { TraceReader } from '../../../shared/trace/trace-reader';

/**
 * Where the playhead is: after the first `records` records, at `time` (integer nanoseconds, from the last record
 * folded in up to the next one), and at sub-step `crossing` of that last record's way through the layers (0: none yet).
 */
export interface Position {
  readonly records: number;
  readonly time: number;
  readonly crossing: number;
}

export const startPosition: Position = { records: 0, time: 0, crossing: 0 };

/** Before (negative), the same (0) or after (positive): by records, then time, then layer crossing. */
export function comparePositions(left: Position, right: Position): number {
  return left.records - right.records || left.time - right.time || left.crossing - right.crossing;
}

/** The position right after a record, before it crossed any layer. */
export function positionAfter(trace: TraceReader, record: number, crossing = 0): Position {
  return { records: record + 1, time: trace.time(record), crossing };
}

/** The position at a time: every record up to and including it is folded in. */
export function positionAt(trace: TraceReader, time: number): Position {
  const whole = Math.max(0, Math.round(time));
  return { records: trace.firstAtOrAfter(whole + 1), time: whole, crossing: 0 };
}

/** The position after the last record there is so far. */
export function endPosition(trace: TraceReader): Position {
  const records = trace.records.length;
  return records === 0 ? startPosition : positionAfter(trace, records - 1);
}
