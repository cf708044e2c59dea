import type { TraceReader } from '../trace-reader';
import { foldNext } from './fold';
import { Keyframes } from './keyframes';
import { LabState } from './state/lab-state';

/** States along a trace, kept at intervals, so that any one is reached by folding a bounded number of records. */
export class StateSeeker {
  readonly keyframes: Keyframes;

  /** `spacing`, `room`: records between states kept, and bytes for all of them; usual values where left out. */
  constructor(
    private readonly trace: TraceReader,
    spacing?: number,
    room?: number,
  ) {
    this.keyframes = new Keyframes(spacing, room);
  }

  /** The state after the first `records` records: a copy of its own, safe to change. */
  at(records: number): LabState {
    return this.move(new LabState(), records);
  }

  /** Takes a state to after `records` records, in place: on from where it is where that is near, else from a keyframe. */
  move(state: LabState, records: number): LabState {
    const target = Math.max(0, Math.min(records, this.trace.records.length));
    const start = this.keyframes.before(target);
    if (target < state.next || start.next > state.next) state.assign(start);
    while (state.next < target) {
      foldNext(state, this.trace);
      this.keyframes.pass(state);
    }
    return state;
  }
}
