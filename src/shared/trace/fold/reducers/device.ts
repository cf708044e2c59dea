import { Devices } from '../state/columns';
import type { Reducers } from '../state/reducer';

/** What a device discards, and whether it is there. */
export const deviceReducers: Reducers = {
  ipDrop(state, trace, seq) {
    state.devices.edit(trace.place(seq)).increase(Devices.droppedPackets, 1);
    state.drops.add(seq);
  },
  deviceCrash(state, trace, seq) {
    state.devices.edit(trace.place(seq)).put(Devices.down, 1);
  },
  deviceRestart(state, trace, seq) {
    state.devices.edit(trace.place(seq)).put(Devices.down, 0);
  },
};
