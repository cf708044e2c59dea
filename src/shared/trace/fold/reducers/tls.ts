import { read } from '../../record-reader';
import { Ends } from '../state/columns';
import { editEnd, type Reducers } from '../state/reducer';

/** How far TLS has come at an end. */
export const tlsReducers: Reducers = {
  tlsMessage(state, trace, seq) {
    const end = editEnd(state, trace, seq);
    if (!end) return;
    end.put(Ends.tlsMessage, seq);
    if (end.read(Ends.tlsProgress) === 0) end.put(Ends.tlsProgress, 1);
  },
  tlsEstablished(state, trace, seq) {
    editEnd(state, trace, seq)
      ?.put(Ends.tlsProgress, 2 + read.tlsEstablished.session(trace, seq))
      .put(Ends.tlsVersion, read.tlsEstablished.version(trace, seq));
  },
};
