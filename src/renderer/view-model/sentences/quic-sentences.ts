import { formatSize } from '../../../shared/units/units';
import { readableTime } from '../time-format';
import { because } from './sentence-source';
import type { Sentences } from './telling';

/** What QUIC does at an end of a connection. */
export const quicSentences = {
  quicState: ({ device, words: { from, to, event } }) => `${device} goes from ${from} to ${to} on ${event}`,
  quicStream: ({ device, words: { stream, part, from, to } }) =>
    `Stream ${stream}'s ${part} part at ${device} goes from ${from} to ${to}`,
  quicSend: ({ device, packet = 'a datagram', words: { reason } }) =>
    `${device} sends ${packet}${because(packet, reason)}`,
  quicDeliver: ({ device, values: { stream, bytes } }) =>
    `QUIC at ${device} hands ${formatSize(bytes)} of stream ${stream} to the application`,
  quicLost: ({ device, packet, words: { packetNumber, space, reason } }) =>
    `${device} takes ${packet ?? 'a datagram'}, its packet ${packetNumber} of ${space}, for lost: ${reason}`,
  quicTimer: ({ device, words: { timer } }) => `The ${timer} timer of ${device} fires`,
  quicCongestion: ({ device, values: { congestionWindow }, words: { phase } }) =>
    `${device} sets its congestion window to ${formatSize(congestionWindow)} (${phase})`,
  quicRoundTrip: ({ device, values: { smoothedRoundTrip, probeTimeout } }) => {
    const timeout = readableTime(probeTimeout * 1000);
    return `${device} measures a round trip: smoothed ${readableTime(smoothedRoundTrip * 1000)}, PTO ${timeout}`;
  },
  quicBlocked: ({ device, words: { stream, by } }) =>
    `Stream ${stream} at ${device} is held back by the ${by}`,
  quicPath: ({ device, words: { address, event } }) => `The path of ${device} to ${address}: ${event}`,
} satisfies Sentences;
