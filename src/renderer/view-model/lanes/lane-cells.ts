import { none } from '../../../shared/trace/record';
import { LaneKind, type Lane, type LaneSegment } from '../../../shared/lanes/lanes';

/** Columns of equal length in time. */
export interface Columns {
  /** Start of the first column, nanoseconds. */
  readonly from: number;
  /** Nanoseconds of each. */
  readonly step: number;
  readonly count: number;
}

/** A column in which the lane has not begun, or is over. */
export const noCell = 255;

/** Reused from lane to lane: how long each column's state lasted. */
let lasted = new Float64Array(0);

/**
 * What a lane is at in each column: flowing where any bytes became usable in it, else what lasted longest. Of a call,
 * whose picture moves nearly all the time, what interrupts it comes first.
 * @param now end of what is known of a lane that has not ended
 * @param cells is filled: LaneKind or `noCell`
 */
export function fillCells(lane: Lane, columns: Columns, now: number, cells: Uint8Array): void {
  if (lasted.length < columns.count) lasted = new Float64Array(columns.count);
  lasted.fill(0, 0, columns.count);
  cells.fill(noCell, 0, columns.count);
  const first = lane.request === none ? LaneKind.blocked : LaneKind.flowing;
  const end = columns.from + columns.step * columns.count;
  const { segments } = lane;
  for (let at = firstEndingAfter(segments, columns.from); at < segments.length; at += 1) {
    const segment = segments[at] as LaneSegment;
    if (segment.from >= end) return;
    fillSegment(segment, columns, first, cells);
  }
  if (lane.ended === undefined) fillSegment(lane.line.open(now), columns, first, cells);
}

function fillSegment(
  { from, to, kind, bytes }: LaneSegment,
  columns: Columns,
  comesFirst: LaneKind,
  cells: Uint8Array,
): void {
  const columnOf = (time: number) => Math.floor((time - columns.from) / columns.step);
  const last = Math.min(columns.count - 1, columnOf(to));
  for (let column = Math.max(0, columnOf(from)); column <= last; column += 1) {
    const start = columns.from + column * columns.step;
    const time = Math.min(to, start + columns.step) - Math.max(from, start);
    const wins =
      kind === comesFirst
        ? time > 0 || bytes > 0
        : cells[column] !== comesFirst && time > (lasted[column] ?? 0);
    if (!wins) continue;
    cells[column] = kind;
    lasted[column] = time;
  }
}

/** Index of the first segment that ends after a time. */
export function firstEndingAfter(segments: readonly LaneSegment[], time: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle]?.to ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a lane is at at a moment; undefined before its start and after its end. */
export function segmentAt(lane: Lane, time: number, now: number): LaneSegment | undefined {
  if (time < lane.start) return undefined;
  const segment = lane.segments[firstEndingAfter(lane.segments, time)];
  if (segment && segment.from <= time) return segment;
  return lane.ended === undefined && time <= now ? lane.line.open(now) : undefined;
}

/** Bytes that sit at the client at a moment, and cannot be used yet. */
export function bufferedAt(lane: Lane, time: number): number {
  const { bufferTimes, bufferSizes } = lane.line;
  let low = 0;
  let high = bufferTimes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bufferTimes[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return bufferSizes[low - 1] ?? 0;
}
