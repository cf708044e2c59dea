import { endOf } from '../../../shared/trace/fold';
import { RecordKind, tcpEvents, tcpStates } from '../../../shared/trace/record';
import type { Trace } from '../../../shared/trace/trace';
import { recordSentence, type SentenceSource } from '../record-sentences';
import type { ConnectionRecords } from './connection-records';

/** One transition of an end of a connection. */
export interface StateVisit {
  /** The `tcp.state` record. */
  readonly record: number;
  /** Nanoseconds. */
  readonly time: number;
  readonly from: string;
  readonly event: string;
  readonly to: string;
}

/** All transitions of both ends of a connection, in order, as far as the trace goes. */
export function stateVisits(
  trace: Trace,
  records: ConnectionRecords,
  connection: number,
): readonly [readonly StateVisit[], readonly StateVisit[]] {
  const visits: [StateVisit[], StateVisit[]] = [[], []];
  for (const record of records.since(connection, -1)) {
    if (trace.kind(record) !== RecordKind.tcpState) continue;
    visits[endOf(trace, connection, trace.place(record), record)].push(visitOf(trace, record));
  }
  return visits;
}

function visitOf(trace: Trace, record: number): StateVisit {
  const change = trace.a(record);
  return {
    record,
    time: trace.time(record),
    from: tcpStates[change & 255] ?? '?',
    event: tcpEvents[(change >>> 16) & 255] ?? '?',
    to: tcpStates[trace.detail(record)] ?? '?',
  };
}

/** Where an end stands at the playhead. */
export interface StandingState {
  /** The state it is in. */
  readonly current: string;
  /** Whether CLOSED is where it came to, rather than where it began. */
  readonly ended: boolean;
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
  return { current, ended: fired !== undefined && current === initial, fired, entered, ahead };
}

/** What fired a transition, as a sentence: the segment, timer or call that the trace names as its cause. */
export function causeOfVisit(source: SentenceSource, visit: StateVisit): string {
  const cause = source.trace.cause(visit.record);
  if (cause < visit.record) return recordSentence(source, cause);
  return `${visit.event} of the application`;
}
