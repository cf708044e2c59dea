import type { Trace } from '../trace';
import type { LabState } from './lab-state';
import type { Reducer, Reducers } from './reducer';
import { deviceReducers } from './reducers/device';
import { httpReducers } from './reducers/http';
import { linkReducers } from './reducers/link';
import { quicReducers } from './reducers/quic';
import { tcpReducers } from './reducers/tcp';
import { tlsReducers } from './reducers/tls';

/** By kind; a kind that changes no state has none. */
const reducers = tableOf([
  linkReducers,
  deviceReducers,
  tcpReducers,
  tlsReducers,
  httpReducers,
  quicReducers,
]);

function tableOf(groups: readonly Reducers[]): readonly (Reducer | undefined)[] {
  const table: (Reducer | undefined)[] = Array.from({ length: 256 });
  for (const group of groups)
    for (const [kind, reducer] of Object.entries(group)) table[Number(kind)] = reducer;
  return table;
}

/** Takes the next record of a trace into a state. Throws a RangeError at the trace's end. */
export function foldNext(state: LabState, trace: Trace): void {
  const seq = state.next;
  const reducer = reducers[trace.kind(seq)];
  state.time = trace.time(seq);
  if (reducer) reducer(state, trace, seq);
  state.next = seq + 1;
}
