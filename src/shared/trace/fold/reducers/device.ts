import { RecordKind } from '../../record';
import { Devices } from '../columns';
import type { Reducers } from '../reducer';

/** What a device discards, and whether it is there. */
export const deviceReducers: Reducers = {
  [RecordKind.ipDrop](state, trace, seq) {
    state.devices.edit(trace.place(seq)).increase(Devices.droppedPackets, 1);
    state.drops.add(seq);
  },
  [RecordKind.deviceCrash](state, trace, seq) {
    state.devices.edit(trace.place(seq)).put(Devices.down, 1);
  },
  [RecordKind.deviceRestart](state, trace, seq) {
    state.devices.edit(trace.place(seq)).put(Devices.down, 0);
  },
};
