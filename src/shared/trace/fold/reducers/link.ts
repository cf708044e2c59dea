import { Directions } from '../state/columns';
import type { Reducers } from '../state/reducer';

/** What a link carries, and whether it is cut. */
export const linkReducers: Reducers = {
  linkSend(state, trace, seq) {
    state.inFlight.send(trace, seq);
    state.directions
      .edit(trace.place(seq))
      .increase(Directions.frames, 1)
      .increase(Directions.bytes, trace.frameBytes(trace.packet(seq)));
  },
  linkArrive(state, trace, seq) {
    state.inFlight.leave(trace, seq);
    state.directions.edit(trace.place(seq)).increase(Directions.arrived, 1);
  },
  linkDrop(state, trace, seq) {
    state.inFlight.leave(trace, seq);
    state.directions.edit(trace.place(seq)).increase(Directions.dropped, 1);
    state.drops.add(seq);
  },
  linkCut(state, trace, seq) {
    for (const end of [0, 1]) state.directions.edit(trace.place(seq) + end).put(Directions.cut, 1);
  },
  linkMend(state, trace, seq) {
    for (const end of [0, 1]) state.directions.edit(trace.place(seq) + end).put(Directions.cut, 0);
  },
};
