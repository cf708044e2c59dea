import type { Lab } from '../../../../shared/lab/lab';
import type { Trace } from '../../../../shared/trace/trace';

/** A run that invariants are held against. */
export interface RunUnderTest {
  readonly lab: Lab;
  readonly trace: Trace;
  /** Virtual time reached, nanoseconds. */
  readonly now: number;
}

/** Says what a run breaks, a sentence for each violation; none: it holds. */
export type Invariant = (run: RunUnderTest) => readonly string[];

/** The seqs of a trace's records of a kind, in order. */
export function recordsOf(trace: Trace, kind: number): number[] {
  const found: number[] = [];
  for (let seq = 0; seq < trace.records.length; seq++) if (trace.kind(seq) === kind) found.push(seq);
  return found;
}
