import { read } from '../../record-reader';
import { Ends } from '../state/columns';
import { editEnd, type Reducer } from '../state/reducer';

/** What both transports tell in records of one layout. */
export const takeCongestion: Reducer = (state, trace, seq) => {
  editEnd(state, trace, seq)
    ?.put(Ends.congestionWindow, read.tcpCongestion.congestionWindow(trace, seq))
    .put(Ends.slowStartThreshold, read.tcpCongestion.slowStartThreshold(trace, seq))
    .put(Ends.congestionPhase, read.tcpCongestion.phase(trace, seq));
};
