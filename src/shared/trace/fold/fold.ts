import { tableByKind } from '../record-table';
import type { TraceReader } from '../trace-reader';
import type { LabState } from './state/lab-state';
import type { Reducer } from './state/reducer';
import { deviceReducers } from './reducers/device';
import { httpReducers } from './reducers/http';
import { linkReducers } from './reducers/link';
import { quicReducers } from './reducers/quic';
import { tcpReducers } from './reducers/tcp';
import { tlsReducers } from './reducers/tls';

/** By kind; a kind that changes no state has none. */
const reducers = tableByKind<Reducer>({
  ...linkReducers,
  ...deviceReducers,
  ...tcpReducers,
  ...tlsReducers,
  ...httpReducers,
  ...quicReducers,
});

/** Takes the next record of a trace into a state. Throws a RangeError at the trace's end. */
export function foldNext(state: LabState, trace: TraceReader): void {
  const seq = state.next;
  const reducer = reducers[trace.kind(seq)];
  state.time = trace.time(seq);
  if (reducer) reducer(state, trace, seq);
  state.next = seq + 1;
}
