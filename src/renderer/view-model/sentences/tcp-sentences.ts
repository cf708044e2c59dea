import { tlsOfferOf } from '../../../shared/trace/tls-tables';
import { formatSize } from '../../../shared/units/units';
import { readableTime } from '../time-format';
import { because } from './sentence-source';
import type { Sentences } from './telling';

/** What TCP does at an end of a connection. */
export const tcpSentences = {
  tcpState: ({ device, words: { from, to, event } }) => `${device} goes from ${from} to ${to} on ${event}`,
  tcpSend: ({ device, packet = 'a segment', words: { reason } }) =>
    `${device} sends ${packet}${because(packet, reason)}`,
  tcpDeliver: ({ trace, record, device, values: { bytes } }) => {
    const reader = tlsOfferOf(trace, trace.connection(record)) ? 'TLS' : 'the application';
    return `TCP at ${device} hands ${formatSize(bytes)} to ${reader}`;
  },
  tcpAccept: ({ device, values: { waiting } }) => {
    const left = waiting === 0 ? '' : `; ${waiting.toLocaleString('en')} more wait`;
    return `The application at ${device} takes the connection from the accept queue${left}`;
  },
  tcpTimer: ({ device, words: { timer } }) => `The ${timer} timer of ${device} fires`,
  tcpCongestion: ({ device, values: { congestionWindow }, words: { phase } }) =>
    `${device} sets its congestion window to ${formatSize(congestionWindow)} (${phase})`,
  tcpRoundTrip: ({ device, values: { smoothedRoundTrip, retransmissionTimeout } }) => {
    const timeout = readableTime(retransmissionTimeout * 1000);
    return `${device} measures a round trip: smoothed ${readableTime(smoothedRoundTrip * 1000)}, RTO ${timeout}`;
  },
  tcpReceive: ({ device, packet, words: { verdict } }) =>
    `${device} finds ${packet ?? 'a segment'} ${verdict}`,
} satisfies Sentences;
