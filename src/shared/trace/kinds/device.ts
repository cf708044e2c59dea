import { address, inA, inDetail, word, type RecordKindDefinitions } from './definition';
import { dropReasons } from './drop-reasons';

export const deviceKinds = {
  ipDrop: {
    code: 20,
    name: 'ip.drop',
    says: 'A device discards a packet.',
    layer: 3,
    place: 'device',
    packet: 'always',
    connection: 'sometimes',
    fields: { reason: inDetail(word(dropReasons), 'reason for the loss') },
  },
  deviceCrash: {
    code: 21,
    name: 'device.crash',
    says: 'A host vanishes with all that it knew.',
    layer: 3,
    place: 'device',
    fields: {},
    isFault: true,
  },
  deviceRestart: {
    code: 22,
    name: 'device.restart',
    says: 'A crashed host is back, and knows nothing.',
    layer: 3,
    place: 'device',
    fields: {},
    isFault: true,
  },
  addressChange: {
    code: 23,
    name: 'device.address-change',
    says: 'A host sends from another of its addresses from now on.',
    layer: 3,
    place: 'device',
    fields: { address: inA(address, 'the new address') },
    isFault: true,
  },
} as const satisfies RecordKindDefinitions;
