import { LabState } from './state/lab-state';

/** Records from one keyframe to the next, as long as there is room: folding them takes about a millisecond. */
const firstSpacing = 16384;
/** Bytes that keyframes may take; where a single state is large, twice as many as it. */
const room = 64 * 1024 * 1024;

/**
 * States along a trace, at even distances. They share whatever did not change from one to the next. Where they take more
 * memory than there is room for, every second one is forgotten and the distance doubles, so that memory stays bounded
 * and a seek folds at most that distance.
 */
export class Keyframes {
  private states: LabState[] = [new LabState()];
  /** Bytes that they take together, and how many they may before some are forgotten. */
  private bytes = 0;
  private limit: number;
  /** Everything that the states are made of: what they share is counted once. */
  private parts = new Set<object>();

  constructor(
    private spacing = firstSpacing,
    private readonly most = room,
  ) {
    this.limit = most;
  }

  /** How many there are. */
  get count(): number {
    return this.states.length;
  }

  /** Records from one to the next. */
  get distance(): number {
    return this.spacing;
  }

  /** Bytes that they take together. */
  get size(): number {
    return this.bytes;
  }

  /** The last one at or before a number of records. */
  before(records: number): LabState {
    let low = 0;
    let high = this.states.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.states[middle]?.next ?? 0) <= records) low = middle;
      else high = middle;
    }
    return this.states[low] ?? new LabState();
  }

  /** A state on its way along the trace: kept, where it is time for the next keyframe. */
  pass(state: LabState): void {
    const latest = this.states[this.states.length - 1];
    if (latest && state.next - latest.next >= this.spacing) this.keep(state.copy());
  }

  private keep(state: LabState): void {
    this.states.push(state);
    this.bytes += state.measure(this.parts);
    if (this.bytes <= this.limit) return;
    this.limit = Math.max(this.most, 2 * state.measure(new Set()));
    while (this.bytes > this.limit && this.states.length > 2) this.forgetEverySecond();
  }

  private forgetEverySecond(): void {
    this.states = this.states.filter((_, place) => place % 2 === 0);
    this.spacing *= 2;
    this.parts = new Set();
    this.bytes = this.states.reduce((bytes, kept) => bytes + kept.measure(this.parts), 0);
  }
}
