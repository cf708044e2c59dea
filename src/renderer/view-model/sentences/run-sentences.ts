import { RunEndReason } from '../../../shared/trace/kinds/run';
import type { Sentences } from './telling';

/** How a run begins, and why it ends. */
export const runSentences = {
  runStart: ({ words: { seed } }) => `The run begins, with seed ${seed}`,
  runEnd: ({ values: { reason } }) =>
    reason === RunEndReason.durationReached
      ? 'The run ends: its duration is over'
      : 'The run ends: nothing is left to happen',
} satisfies Sentences;
