import type { TraceReader } from '../../../shared/trace/trace-reader';
import {
  comparePositions,
  endPosition,
  positionAfter,
  positionAt,
  startPosition,
  type Position,
} from '../run/position';
import { nextStop, previousStop, type StepSize, type StepSurroundings } from './steps';

/** A playing speed: simulated seconds for each second on the wall. */
export interface Speed {
  readonly ratio: number;
  readonly name: string;
}

export const speeds: readonly Speed[] = [
  { ratio: 1e-6, name: '1:1,000,000' },
  { ratio: 1e-5, name: '1:100,000' },
  { ratio: 1e-4, name: '1:10,000' },
  { ratio: 0.001, name: '1:1000' },
  { ratio: 0.01, name: '1:100' },
  { ratio: 0.02, name: '1:50' },
  { ratio: 0.1, name: '1:10' },
  { ratio: 1, name: '1:1' },
  { ratio: 10, name: '10:1' },
  { ratio: 100, name: '100:1' },
];

/** Wall seconds that a frame's way over the slowest link should take, so that it can be watched. */
const watchableFlight = 3.5;

/** The speed at which a flight of so many nanoseconds is best watched: the nearest of `speeds`. */
export function watchableSpeed(flight: number): number {
  const wanted = Math.log(Math.max(1, flight) / 1e9 / watchableFlight);
  const distance = (ratio: number) => Math.abs(Math.log(ratio) - wanted);
  return speeds.reduce((best, { ratio }) => (distance(ratio) < distance(best) ? ratio : best), 1);
}

/** Wall seconds of nothing on any link after which playing jumps ahead, where quiet stretches are skipped. */
const quietSeconds = 1.5;
/** How many steps can be taken back exactly as they were taken. */
const trailLength = 10_000;

interface TakenStep {
  readonly from: Position;
  readonly to: Position;
  readonly size: StepSize;
  readonly direction: 1 | -1;
}

/**
 * The playhead over a trace: it moves by steps, by seeking, or with the wall clock while it plays. It only says where
 * it is; who draws asks for the state there. A step undoes the opposite step of the same size exactly, wherever it
 * began, as long as nothing else moved the playhead in between.
 */
export class Playback {
  private at: Position = startPosition;
  private isPlaying = false;
  private size: StepSize = 'record';
  private skipsQuiet = true;
  private isComplete = false;
  /** Nanoseconds played but too few to show: time is whole nanoseconds, a frame's share of slow motion is not. */
  private remainder = 0;
  private trail: TakenStep[] = [];
  private readonly listeners = new Set<() => void>();

  /**
   * @param surroundings is asked at every step, so that it can follow the selection.
   * @param ratio the speed to begin with
   */
  constructor(
    readonly trace: TraceReader,
    private readonly surroundings: () => StepSurroundings,
    private ratio = 0.02,
  ) {}

  get position(): Position {
    return this.at;
  }
  get playing(): boolean {
    return this.isPlaying;
  }
  /** Simulated seconds for each second on the wall. */
  get speed(): number {
    return this.ratio;
  }
  get stepSize(): StepSize {
    return this.size;
  }
  /** Whether playing jumps over stretches in which nothing is on any link. */
  get skipQuiet(): boolean {
    return this.skipsQuiet;
  }
  get atStart(): boolean {
    return comparePositions(this.at, startPosition) === 0;
  }
  get atEnd(): boolean {
    return comparePositions(this.at, endPosition(this.trace)) >= 0;
  }

  /** Calls back after every change. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Plays on; from the end of a whole trace it begins anew. */
  play(): void {
    if (this.atEnd && this.isComplete) this.at = startPosition;
    this.trail = [];
    this.remainder = 0;
    this.isPlaying = true;
    this.changed();
  }

  pause(): void {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    this.changed();
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  setSpeed(ratio: number): void {
    this.ratio = ratio;
    this.changed();
  }

  /** The next faster (1) or slower (-1) of `speeds`. */
  changeSpeed(direction: 1 | -1): void {
    const at = speeds.findIndex((speed) => speed.ratio >= this.ratio * 0.999);
    const next = speeds[Math.max(0, Math.min(speeds.length - 1, at + direction))];
    if (next) this.setSpeed(next.ratio);
  }

  setStepSize(size: StepSize): void {
    this.size = size;
    this.changed();
  }

  setSkipQuiet(skip: boolean): void {
    this.skipsQuiet = skip;
    this.changed();
  }

  /** Steps forward and pauses. Returns whether there was anywhere to go. */
  stepForward(size: StepSize = this.size): boolean {
    return this.step(size, 1);
  }

  /** Steps back and pauses. Returns whether there was anywhere to go. */
  stepBack(size: StepSize = this.size): boolean {
    return this.step(size, -1);
  }

  toStart(): void {
    this.goTo(startPosition);
  }

  toEnd(): void {
    this.goTo(endPosition(this.trace));
  }

  /** Goes to a time, nanoseconds, within what there is of the trace. */
  seek(time: number): void {
    const end = endPosition(this.trace);
    this.goTo(time >= end.time ? end : positionAt(this.trace, time));
  }

  /** Goes to right after a record. */
  seekRecord(record: number): void {
    const last = this.trace.records.length - 1;
    if (record > last) this.toEnd();
    else this.goTo(record < 0 ? startPosition : positionAfter(this.trace, record));
  }

  /** Goes to a position; playing stops. */
  goTo(position: Position): void {
    this.isPlaying = false;
    this.trail = [];
    this.at = position;
    this.changed();
  }

  /** Tells that records were added, and whether they are all now. */
  traceGrew(complete: boolean): void {
    this.isComplete = complete;
    this.changed();
  }

  /**
   * Moves on by wall-clock seconds while playing.
   * @param quiet whether nothing is on any link at the playhead, so that a long wait for the next record can be skipped.
   */
  advance(wallSeconds: number, quiet: boolean): void {
    if (!this.isPlaying) return;
    const exact = this.at.time + this.remainder + wallSeconds * this.ratio * 1e9;
    const time = this.skipsQuiet && quiet ? this.afterQuiet(exact) : exact;
    const end = endPosition(this.trace);
    if (time >= end.time) {
      this.at = end;
      this.remainder = 0;
      // Otherwise the simulation is still ahead: wait for it at the edge.
      if (this.isComplete) this.isPlaying = false;
    } else {
      const whole = Math.floor(time);
      this.remainder = time - whole;
      this.at = { records: this.recordsBy(whole), time: whole, crossing: 0 };
    }
    this.changed();
  }

  /** The moment just before the next record, when it is longer away than one cares to wait; else the time itself. */
  private afterQuiet(time: number): number {
    if (this.at.records >= this.trace.records.length) return time;
    const next = this.trace.time(this.at.records);
    const secondsAway = (next - time) / 1e9 / this.ratio;
    return secondsAway > quietSeconds ? next - 0.3 * this.ratio * 1e9 : time;
  }

  /** Records up to a time: counted on from here, for a frame of playing passes few. */
  private recordsBy(time: number): number {
    let records = this.at.records;
    const near = records + 4096;
    while (records < this.trace.records.length && this.trace.time(records) <= time) {
      records += 1;
      if (records > near) return positionAt(this.trace, time).records;
    }
    return records;
  }

  private step(size: StepSize, direction: 1 | -1): boolean {
    this.isPlaying = false;
    const undone = this.takeBack(size, direction);
    const to = undone ?? this.stopBeyond(size, direction);
    if (to && !undone) {
      this.trail.push({ from: this.at, to, size, direction });
      if (this.trail.length > trailLength) this.trail.shift();
    }
    if (to) this.at = to;
    this.changed();
    return to !== undefined;
  }

  private stopBeyond(size: StepSize, direction: 1 | -1): Position | undefined {
    const find = direction === 1 ? nextStop : previousStop;
    return find(this.trace, this.at, size, this.surroundings());
  }

  private takeBack(size: StepSize, direction: 1 | -1): Position | undefined {
    const last = this.trail[this.trail.length - 1];
    if (last?.size !== size || last.direction === direction || comparePositions(last.to, this.at) !== 0)
      return undefined;
    this.trail.pop();
    return last.from;
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
