import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { GrowingList } from '../growing-list';
import { positionAt, type Position } from '../run/position';
import type { RunIndex } from '../run/run-index';

/** How the scrubber lays out a run: by simulated time, or by the number of its events, so that quiet hours take no room. */
export const scrubberScales = ['time', 'event'] as const;
export type ScrubberScale = (typeof scrubberScales)[number];

/** Where a position is on the scrubber, 0 to 1. */
export function fractionOf(trace: TraceReader, position: Position, scale: ScrubberScale): number {
  const length = trace.records.length;
  if (length === 0) return 0;
  const end = trace.time(length - 1);
  if (scale === 'time') return end === 0 ? 0 : Math.min(1, position.time / end);
  return Math.min(1, (position.records + shareOfWay(trace, position)) / length);
}

/** The position at a place on the scrubber, 0 to 1. */
export function positionAtFraction(trace: TraceReader, fraction: number, scale: ScrubberScale): Position {
  const length = trace.records.length;
  const within = Math.min(1, Math.max(0, fraction));
  if (length === 0) return { records: 0, time: 0, crossing: 0 };
  if (scale === 'time') return positionAt(trace, trace.time(length - 1) * within);
  const records = Math.round(within * length);
  return { records, time: records === 0 ? 0 : trace.time(records - 1), crossing: 0 };
}

/** How far time has gone from the last record towards the next one, 0 to 1. */
function shareOfWay(trace: TraceReader, { records, time }: Position): number {
  if (records === 0 || records >= trace.records.length) return 0;
  const last = trace.time(records - 1);
  const next = trace.time(records);
  return next > last ? Math.min(0.999, Math.max(0, (time - last) / (next - last))) : 0;
}

/**
 * Heights, 0 to 1, of the scrubber's bars: how dense events are there. By time, how many fall into a bar's stretch;
 * by number, how quickly its events follow each other. Both on a logarithmic scale, for bursts are a million times
 * denser than the rest.
 */
export function densityBars(trace: TraceReader, bars: number, scale: ScrubberScale): Float32Array {
  const heights = new Float32Array(bars);
  const length = trace.records.length;
  if (length === 0 || bars === 0) return heights;
  const rates = scale === 'time' ? countsByTime(trace, bars) : ratesByNumber(trace, bars);
  let most = 0;
  for (const rate of rates) most = Math.max(most, rate);
  for (let bar = 0; bar < bars; bar += 1) {
    const rate = rates[bar] ?? 0;
    if (rate > 0) heights[bar] = Math.max(0.08, Math.log1p(rate) / Math.log1p(most));
  }
  return heights;
}

function countsByTime(trace: TraceReader, bars: number): Float64Array {
  const counts = new Float64Array(bars);
  const length = trace.records.length;
  const end = trace.time(length - 1);
  let from = 0;
  for (let bar = 0; bar < bars; bar += 1) {
    const to = bar === bars - 1 ? length : trace.firstAtOrAfter((end * (bar + 1)) / bars);
    counts[bar] = to - from;
    from = to;
  }
  return counts;
}

/** Events on either side that a bar by number takes in, for how dense one event is cannot be told. */
const neighbours = 2;

/** Events per millisecond over the stretch of time that a bar's events take. */
function ratesByNumber(trace: TraceReader, bars: number): Float64Array {
  const rates = new Float64Array(bars);
  const length = trace.records.length;
  for (let bar = 0; bar < bars; bar += 1) {
    const from = Math.max(0, Math.floor((bar * length) / bars) - neighbours);
    const to = Math.min(length - 1, Math.max(from, Math.floor(((bar + 1) * length) / bars) - 1 + neighbours));
    const since = from === 0 ? 0 : trace.time(from - 1);
    const milliseconds = (trace.time(to) - since) / 1e6;
    // Events of one instant: as dense as it gets, yet no denser than one a microsecond.
    rates[bar] = (to - from + 1) / Math.max(milliseconds, (to - from + 1) / 1000);
  }
  return rates;
}

export type MarkKind = 'drop' | 'time-wait' | 'fault';

/** Something worth seeing on the scrubber; close ones of a kind share a mark. */
export interface ScrubberMark {
  readonly kind: MarkKind;
  /** 0 to 1. */
  readonly at: number;
  /** The first record that it stands for, and how many. */
  readonly record: number;
  readonly count: number;
}

/** The scrubber's marks, at most `places` of each kind: losses, TIME-WAIT entered, links and hosts that fail and are back. */
export function scrubberMarks(
  trace: TraceReader,
  index: RunIndex,
  scale: ScrubberScale,
  places: number,
): ScrubberMark[] {
  return [
    ...marksOf('fault', index.faults, trace, scale, places),
    ...marksOf('time-wait', index.timeWaits, trace, scale, places),
    ...marksOf('drop', index.drops, trace, scale, places),
  ];
}

function marksOf(
  kind: MarkKind,
  records: GrowingList,
  trace: TraceReader,
  scale: ScrubberScale,
  places: number,
): ScrubberMark[] {
  const marks: ScrubberMark[] = [];
  let place = -1;
  for (let at = 0; at < records.length; at += 1) {
    const record = records.at(at) ?? 0;
    const fraction = fractionOf(trace, { records: record + 1, time: trace.time(record), crossing: 0 }, scale);
    const here = Math.floor(fraction * places);
    const last = marks[marks.length - 1];
    if (here === place && last) marks[marks.length - 1] = { ...last, count: last.count + 1 };
    else marks.push({ kind, at: fraction, record, count: 1 });
    place = here;
  }
  return marks;
}
