import { inA, inDetail, number, word, type RecordKindDefinitions } from './definition';
import { codesOf, namesOf } from './enumeration';

const ends = {
  idle: { code: 0, name: 'idle' },
  durationReached: { code: 1, name: 'duration reached' },
} as const;
/** Why a run ended: no event was left, or the document's duration is over. */
export const RunEndReason = codesOf(ends);
export const runEndReasons = namesOf(ends);

export const runKinds = {
  runStart: {
    code: 1,
    name: 'run.start',
    says: 'The run begins.',
    layer: 0,
    place: 'nowhere',
    fields: { seed: inA(number, 'seed') },
  },
  runEnd: {
    code: 2,
    name: 'run.end',
    says: "The run ends: no event is left, or the document's duration is reached.",
    layer: 0,
    place: 'nowhere',
    fields: { reason: inDetail(word(runEndReasons), '0 idle, 1 duration reached') },
  },
} as const satisfies RecordKindDefinitions;
