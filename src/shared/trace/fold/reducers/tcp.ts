import { isRetransmission } from '../../kinds/tcp';
import { none, tcpStates } from '../../record';
import { read } from '../../record-reader';
import type { TraceReader } from '../../trace-reader';
import { Ends } from '../state/columns';
import { editEnd, type Reducers } from '../state/reducer';
import { takeCongestion } from './transport';

const closed = tcpStates.indexOf('CLOSED');
const synReceived = tcpStates.indexOf('SYN-RECEIVED');
const established = tcpStates.indexOf('ESTABLISHED');

/** What an end of a TCP connection is at. */
export const tcpReducers: Reducers = {
  tcpState(state, trace, seq) {
    const end = editEnd(state, trace, seq);
    if (!end) return;
    const to = read.tcpState.to(trace, seq);
    const initialSequence = read.tcpState.initialSequence(trace, seq);
    end.put(Ends.state, to).put(Ends.enteredBy, seq);
    if (initialSequence !== none) end.put(Ends.initialSequence, initialSequence);
    if (isPassivelyEstablished(trace, seq, end.row)) end.put(Ends.awaitsAccept, 1);
    else if (to === closed) end.put(Ends.awaitsAccept, 0);
  },
  tcpAccept(state, trace, seq) {
    editEnd(state, trace, seq)?.put(Ends.awaitsAccept, 0);
  },
  tcpSend(state, trace, seq) {
    const end = editEnd(state, trace, seq);
    if (!end) return;
    end
      .increase(Ends.sentSegments, 1)
      .put(Ends.bytesInFlight, read.tcpSend.bytesInFlight(trace, seq))
      .put(Ends.sendWindow, read.tcpSend.sendWindow(trace, seq));
    if (isRetransmission(read.tcpSend.reason(trace, seq))) end.increase(Ends.retransmissions, 1);
  },
  tcpDeliver(state, trace, seq) {
    editEnd(state, trace, seq)?.increase(Ends.deliveredBytes, read.tcpDeliver.bytes(trace, seq));
  },
  tcpCongestion: takeCongestion,
  tcpRoundTrip(state, trace, seq) {
    editEnd(state, trace, seq)
      ?.put(Ends.smoothedRoundTrip, read.tcpRoundTrip.smoothedRoundTrip(trace, seq))
      .put(Ends.retransmissionTimeout, read.tcpRoundTrip.retransmissionTimeout(trace, seq));
  },
};

/** Whether a change of state ends a handshake at the end that was asked. */
function isPassivelyEstablished(trace: TraceReader, seq: number, row: number): boolean {
  return (
    (row & 1) === 1 &&
    read.tcpState.from(trace, seq) === synReceived &&
    read.tcpState.to(trace, seq) === established
  );
}
