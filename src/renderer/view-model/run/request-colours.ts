/** The tokens in which requests are told apart, in the order in which they are given out, over and over. */
export const requestColours = [
  '--request-1',
  '--request-2',
  '--request-3',
  '--request-4',
  '--request-5',
  '--request-6',
  '--request-7',
  '--request-8',
] as const;
