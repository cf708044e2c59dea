import type { Sentences } from './telling';

/** What befalls devices, and packets at them. */
export const deviceSentences = {
  ipDrop: ({ packet, device, words: { reason } }) => `${device} discards ${packet ?? 'a packet'}: ${reason}`,
  deviceCrash: ({ device }) => `${device} crashes, and forgets all that it knew`,
  deviceRestart: ({ device }) => `${device} is back, and knows nothing`,
  addressChange: ({ device, words: { address } }) => `${device} sends from ${address} from now on`,
} satisfies Sentences;
