import { RecordKind } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import {
  comparePositions,
  endPosition,
  positionAfter,
  positionAt,
  startPosition,
  type Position,
} from '../run/position';

/** How far one step goes. */
export const stepSizes = ['record', 'hop', 'layer', 'round-trip', 'device-event'] as const;
export type StepSize = (typeof stepSizes)[number];

/** What steps need to know besides the trace. */
export interface StepSurroundings {
  /** How many layers a record's packet crosses at its device: 0 when it moves through none. */
  readonly crossings: (record: number) => number;
  /** Whether a record happens at the device that is being watched; undefined when none is. */
  readonly atWatchedDevice: ((record: number) => boolean) | undefined;
  /** Nanoseconds of the round trip to step by; undefined when none is known. */
  readonly roundTrip: number | undefined;
}

/** Whether a record ends a packet's hop: it arrived at the next device, or it will arrive nowhere. */
export function endsHop(kind: number): boolean {
  return kind === RecordKind.linkArrive || kind === RecordKind.linkDrop || kind === RecordKind.ipDrop;
}

/** The next place to stop after a position, or undefined at the end, or when a step of this size has no meaning now. */
export function nextStop(
  trace: TraceReader,
  from: Position,
  size: StepSize,
  surroundings: StepSurroundings,
): Position | undefined {
  if (size === 'round-trip') return byRoundTrip(trace, from, surroundings.roundTrip, 1);
  if (size === 'layer') return nextCrossing(trace, from, surroundings);
  const stops = stopsAt(trace, size, surroundings);
  if (!stops) return undefined;
  for (let record = from.records; record < trace.records.length; record += 1)
    if (stops(record)) return positionAfter(trace, record);
  return ifMoved(from, endPosition(trace));
}

/** The next place to stop before a position, or undefined at the start, or when a step of this size has no meaning now. */
export function previousStop(
  trace: TraceReader,
  from: Position,
  size: StepSize,
  surroundings: StepSurroundings,
): Position | undefined {
  if (size === 'round-trip') return byRoundTrip(trace, from, surroundings.roundTrip, -1);
  if (size === 'layer') return previousCrossing(trace, from, surroundings);
  const stops = stopsAt(trace, size, surroundings);
  if (!stops) return undefined;
  for (let record = from.records - 1; record >= 0; record -= 1) {
    if (!stops(record)) continue;
    const stop = positionAfter(trace, record);
    if (comparePositions(stop, from) < 0) return stop;
  }
  return ifMoved(from, startPosition);
}

function stopsAt(trace: TraceReader, size: StepSize, surroundings: StepSurroundings) {
  if (size === 'record') return () => true;
  if (size === 'hop') return (record: number) => endsHop(trace.kind(record));
  return surroundings.atWatchedDevice;
}

function ifMoved(from: Position, to: Position): Position | undefined {
  return comparePositions(from, to) === 0 ? undefined : to;
}

function nextCrossing(
  trace: TraceReader,
  from: Position,
  { crossings }: StepSurroundings,
): Position | undefined {
  const current = from.records - 1;
  // Once time has gone on past the record, its packet is on its way: the crossings lie behind.
  const stillThere = current >= 0 && from.time === trace.time(current);
  if (stillThere && from.crossing < crossings(current))
    return positionAfter(trace, current, from.crossing + 1);
  for (let record = from.records; record < trace.records.length; record += 1)
    if (crossings(record) > 0) return positionAfter(trace, record, 1);
  return ifMoved(from, endPosition(trace));
}

function previousCrossing(
  trace: TraceReader,
  from: Position,
  { crossings }: StepSurroundings,
): Position | undefined {
  if (from.crossing > 1) return positionAfter(trace, from.records - 1, from.crossing - 1);
  for (let record = from.records - 1; record >= 0; record -= 1) {
    const layers = crossings(record);
    if (layers === 0) continue;
    const stop = positionAfter(trace, record, layers);
    if (comparePositions(stop, from) < 0) return stop;
  }
  return ifMoved(from, startPosition);
}

function byRoundTrip(
  trace: TraceReader,
  from: Position,
  roundTrip: number | undefined,
  sign: 1 | -1,
): Position | undefined {
  if (roundTrip === undefined) return undefined;
  const end = endPosition(trace);
  const time = from.time + sign * roundTrip;
  if (time <= 0) return ifMoved(from, startPosition);
  return ifMoved(from, time >= end.time ? end : positionAt(trace, time));
}
