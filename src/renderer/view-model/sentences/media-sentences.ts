import type { Sentences } from './telling';

/** What becomes of the frames of a call. They count from 1 for people. */
export const mediaSentences = {
  mediaSent: ({ device, values: { frame } }) => `${device} sends frame ${frame + 1} of the call`,
  mediaReceived: ({ device, values: { frame } }) => `${device} has frame ${frame + 1} of the call whole`,
  mediaPlayed: ({ device, values: { frame }, words: { fate } }) =>
    `Frame ${frame + 1} of the call at ${device}: ${fate}`,
} satisfies Sentences;
