import { endAt } from '../../ends';
import { none } from '../../record';
import type { ByKind } from '../../record-table';
import type { TraceReader } from '../../trace-reader';
import type { EndColumn } from './columns';
import type { LabState } from './lab-state';
import type { StateTable } from './state-table';

/** Takes one record of a kind into the state. */
export type Reducer = (state: LabState, trace: TraceReader, seq: number) => void;

/** Reducers by the kind that each takes. */
export type Reducers = ByKind<Reducer>;

/** Chooses the row of the end at which a record happens; undefined for a record of no connection. */
export function editEnd(state: LabState, trace: TraceReader, seq: number): StateTable<EndColumn> | undefined {
  const connection = trace.connection(seq);
  return connection === none ? undefined : state.ends.edit(connection * 2 + endAt(trace, connection, seq));
}
