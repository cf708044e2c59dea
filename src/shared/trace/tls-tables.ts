import type { TlsAnswer, TlsOffer } from './tls';
import type { Trace } from './trace';

interface Index {
  readonly offers: Map<number, TlsOffer>;
  readonly answers: Map<number, TlsAnswer>;
  offersSeen: number;
  answersSeen: number;
}

/** By trace: what was found so far. Tables only grow. */
const indexes = new WeakMap<Trace, Index>();

function indexOf(trace: Trace): Index {
  let index = indexes.get(trace);
  if (!index) {
    index = { offers: new Map(), answers: new Map(), offersSeen: 0, answersSeen: 0 };
    indexes.set(trace, index);
  }
  const { offers, answers } = trace.tls;
  for (const offer of offers.slice(index.offersSeen)) index.offers.set(offer.connection, offer);
  for (const answer of answers.slice(index.answersSeen)) index.answers.set(answer.connection, answer);
  index.offersSeen = offers.length;
  index.answersSeen = answers.length;
  return index;
}

/** What a connection's latest ClientHello says; undefined where TLS is not spoken. */
export function tlsOfferOf(trace: Trace, connection: number): TlsOffer | undefined {
  return indexOf(trace).offers.get(connection);
}

/** What a connection's server chose; undefined before it did. */
export function tlsAnswerOf(trace: Trace, connection: number): TlsAnswer | undefined {
  return indexOf(trace).answers.get(connection);
}

/** A version of TLS as people write it. */
export function tlsVersionName(version: number): string {
  return `TLS 1.${(version & 0xff) - 1}`;
}
