import { readableTime } from '../time-format';
import type { Sentences } from './telling';

/** What befalls frames and links. */
export const linkSentences = {
  linkSend: ({ packet, device, link, values: { wait } }) =>
    wait > 0
      ? `${packet ?? 'a frame'} waits ${readableTime(wait)} at ${device} for ${link}`
      : `${packet ?? 'a frame'} leaves ${device} on ${link}`,
  linkArrive: ({ packet, device }) => `${packet ?? 'a frame'} arrives at ${device}`,
  linkDrop: ({ packet, device, link, words: { reason } }) =>
    `${packet ?? 'a frame'} is lost on ${link} after ${device}: ${reason}`,
  linkCut: ({ link }) => `Link ${link} is cut`,
  linkMend: ({ link }) => `Link ${link} is mended`,
} satisfies Sentences;
