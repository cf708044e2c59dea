import { endAt } from '../../ends';
import { none } from '../../record';
import { read } from '../../record-reader';
import type { TraceReader } from '../../trace-reader';
import { Requests, RequestStatus, Streams, type requestColumns } from '../state/columns';
import type { LabState } from '../state/lab-state';
import type { Reducers } from '../state/reducer';
import type { StateTable } from '../state/state-table';

/** How far a request has come. What holds a response back, or which way is taken, does not change that. */
export const httpReducers: Reducers = {
  appStart(state, trace, seq) {
    reach(state, trace, seq, RequestStatus.started).put(Requests.startedBy, seq);
  },
  httpRequest(state, trace, seq) {
    reach(state, trace, seq, RequestStatus.sent);
  },
  httpRequestReceived(state, trace, seq) {
    reach(state, trace, seq, RequestStatus.received);
  },
  httpResponse(state, trace, seq) {
    const status = read.httpResponse.status(trace, seq);
    reach(state, trace, seq, RequestStatus.answered).put(Requests.code, status);
  },
  httpResponseReceived(state, trace, seq) {
    reach(state, trace, seq, RequestStatus.complete).put(Requests.endedBy, seq);
  },
  appError(state, trace, seq) {
    reach(state, trace, seq, RequestStatus.failed).put(Requests.endedBy, seq);
  },
  httpStream(state, trace, seq) {
    const connection = trace.connection(seq);
    if (connection === none) return;
    state.streams
      .edit(connection, read.httpStream.stream(trace, seq), endAt(trace, connection, seq))
      .put(Streams.http2, read.httpStream.to(trace, seq) + 1);
  },
};

/** A request comes to a status, on the connection that the record names; connections count from 1 in its row. */
function reach(
  state: LabState,
  trace: TraceReader,
  seq: number,
  status: number,
): StateTable<(typeof requestColumns)[number]> {
  const row = state.requests.edit(read.appStart.request(trace, seq)).put(Requests.status, status);
  const connection = trace.connection(seq);
  return connection === none ? row : row.put(Requests.connection, connection + 1);
}
