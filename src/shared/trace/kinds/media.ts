import { inA, inB, inDetail, number, word, workload, type RecordKindDefinitions } from './definition';
import { codesOf, namesOf } from './enumeration';

const fates = {
  unknown: { code: 0, name: 'unknown' },
  shown: { code: 1, name: 'shown' },
  skipped: { code: 2, name: 'skipped' },
  frozen: { code: 3, name: 'frozen' },
} as const;
/** What became of a frame of media when its moment came: shown, skipped for good, or waited for with a frozen picture. */
export const MediaFate = codesOf(fates);
export const mediaFates = namesOf(fates);

const ofCall = { frame: inA(number, 'frame'), workload: inB(workload, "workload's index") };
// Over plain UDP or TCP: what carried a frame is told where the application has it at hand.
const atDevice = { layer: 7, place: 'device', connection: 'sometimes' } as const;

export const mediaKinds = {
  mediaSent: {
    code: 60,
    name: 'media.sent',
    says: 'A sender of media hands a frame to the transport.',
    ...atDevice,
    fields: ofCall,
  },
  mediaReceived: {
    code: 61,
    name: 'media.received',
    says: 'A frame of media is there, whole, at the receiver.',
    ...atDevice,
    fields: ofCall,
  },
  mediaPlayed: {
    code: 62,
    name: 'media.played',
    says: "A frame's moment to be shown has come.",
    ...atDevice,
    fields: { ...ofCall, fate: inDetail(word(mediaFates), 'fate') },
  },
} as const satisfies RecordKindDefinitions;
