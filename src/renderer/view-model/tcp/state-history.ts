import { endAt } from '../../../shared/trace/ends';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { recordSentence } from '../sentences/record-sentences';
import type { SentenceSource } from '../sentences/sentence-source';
import { transitionOf, type ChartSubject } from './chart-subject';
import type { ConnectionRecords } from './connection-records';

/** One transition of an end of a connection, or of a stream. */
export interface StateVisit {
  /** The record that tells of it. */
  readonly record: number;
  /** Nanoseconds. */
  readonly time: number;
  readonly from: string;
  readonly event: string;
  readonly to: string;
}

type Visits = readonly [readonly StateVisit[], readonly StateVisit[]];

/** All transitions of both ends of a connection, or of one of its streams, in order, taken in as the trace grows. */
export class StateHistory {
  private readonly visits: [StateVisit[], StateVisit[]] = [[], []];
  private latest = -1;

  constructor(
    private readonly trace: TraceReader,
    private readonly records: ConnectionRecords,
    private readonly connection: number,
    private readonly subject: ChartSubject = { kind: 'connection' },
  ) {}

  /** Takes in what the trace grew by; returns the transitions of end 0 and of end 1. */
  update(): Visits {
    for (const record of this.records.since(this.connection, this.latest)) {
      this.latest = record;
      const end = endAt(this.trace, this.connection, record);
      const transition = transitionOf(this.trace, this.subject, record, end);
      if (transition) this.visits[end].push({ ...transition, record, time: this.trace.time(record) });
    }
    return this.visits;
  }
}

/** Where an end stands at the playhead. */
export interface StandingState {
  /** The state it is in. */
  readonly current: string;
  /** The transition that fired last; undefined before any. */
  readonly fired: StateVisit | undefined;
  /** By state: when it was last entered before the playhead. */
  readonly entered: ReadonlyMap<string, StateVisit>;
  /** By state: when it will be entered first, where it was not entered yet. */
  readonly ahead: ReadonlyMap<string, StateVisit>;
}

/** An end's states after so many records. `initial`: where an end is that has not moved yet. */
export function standingAt(visits: readonly StateVisit[], records: number, initial: string): StandingState {
  const entered = new Map<string, StateVisit>();
  const ahead = new Map<string, StateVisit>();
  let fired: StateVisit | undefined;
  for (const visit of visits) {
    if (visit.record < records) {
      entered.set(visit.to, visit);
      fired = visit;
    } else if (!entered.has(visit.to) && !ahead.has(visit.to)) ahead.set(visit.to, visit);
  }
  const current = fired?.to ?? visits[0]?.from ?? initial;
  return { current, fired, entered, ahead };
}

/** What fired a transition, as a sentence: the segment, timer or call that the trace names as its cause. */
export function causeOfVisit(source: SentenceSource, visit: StateVisit): string {
  const cause = source.trace.cause(visit.record);
  if (cause < visit.record) return recordSentence(source, cause);
  return `${visit.event} of the application`;
}
