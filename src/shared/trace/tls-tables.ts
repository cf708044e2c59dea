import type { TlsAnswer, TlsOffer } from './tls';
import type { TraceReader } from './trace-reader';

interface Index {
  readonly offers: Map<number, TlsOffer>;
  readonly answers: Map<number, TlsAnswer>;
  offersSeen: number;
  answersSeen: number;
}

/** By trace: what was found so far. Tables only grow. */
const indexes = new WeakMap<TraceReader, Index>();

function indexOf(trace: TraceReader): Index {
  let index = indexes.get(trace);
  if (!index) {
    index = { offers: new Map(), answers: new Map(), offersSeen: 0, answersSeen: 0 };
    indexes.set(trace, index);
  }
  const { offers, answers } = trace.tls;
  for (; index.offersSeen < offers.length; index.offersSeen += 1) {
    const offer = offers[index.offersSeen];
    if (offer) index.offers.set(offer.connection, offer);
  }
  for (; index.answersSeen < answers.length; index.answersSeen += 1) {
    const answer = answers[index.answersSeen];
    if (answer) index.answers.set(answer.connection, answer);
  }
  return index;
}

/** What a connection's latest ClientHello says; undefined where TLS is not spoken. */
export function tlsOfferOf(trace: TraceReader, connection: number): TlsOffer | undefined {
  return indexOf(trace).offers.get(connection);
}

/** What a connection's server chose; undefined before it did. */
export function tlsAnswerOf(trace: TraceReader, connection: number): TlsAnswer | undefined {
  return indexOf(trace).answers.get(connection);
}

/** A version of TLS as people write it. */
export function tlsVersionName(version: number): string {
  return `TLS 1.${(version & 0xff) - 1}`;
}
