import { inA, inB, inDetail, microseconds, number, numberOrNull, word } from './definition';
import { codesOf, namesOf } from './enumeration';

const phases = {
  slowStart: { code: 0, name: 'slow start' },
  congestionAvoidance: { code: 1, name: 'congestion avoidance' },
  fastRecovery: { code: 2, name: 'fast recovery' },
  lossRecovery: { code: 3, name: 'loss recovery' },
} as const;
export const CongestionPhase = codesOf(phases);
export const congestionPhases = namesOf(phases);

/** What congestion control knows, whichever transport it serves: bytes. */
export const congestionFields = {
  congestionWindow: inA(number, 'congestion window'),
  slowStartThreshold: inB(numberOrNull, 'slow start threshold, or `NONE`'),
  phase: inDetail(word(congestionPhases), 'phase'),
};

export const smoothedRoundTrip = inA(microseconds, 'smoothed round trip, microseconds');
