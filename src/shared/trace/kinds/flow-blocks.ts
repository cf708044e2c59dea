import { codesOf, namesOf } from './enumeration';

const blocks = {
  unknown: { code: 0, name: 'unknown' },
  stream: { code: 1, name: 'stream window' },
  connection: { code: 2, name: 'connection window' },
  streamLimit: { code: 3, name: 'stream limit' },
} as const;

/** What holds data back at its sender, in HTTP/2 as in QUIC. */
export const FlowBlock = codesOf(blocks);
export const flowBlocks = namesOf(blocks);
