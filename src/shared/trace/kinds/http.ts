import { change, inA, inB, inDetail, number, word, workload, type RecordKindDefinitions } from './definition';
import { codesOf, namesOf } from './enumeration';
import { flowBlocks } from './flow-blocks';

const errors = {
  unknown: { code: 0, name: 'unknown' },
  refused: { code: 1, name: 'ECONNREFUSED' },
  timedOut: { code: 2, name: 'ETIMEDOUT' },
  reset: { code: 3, name: 'ECONNRESET' },
  noPorts: { code: 4, name: 'EADDRNOTAVAIL' },
  unreachable: { code: 5, name: 'ENETUNREACH' },
  tlsAlert: { code: 6, name: 'TLS alert' },
  idleTimeout: { code: 7, name: 'QUIC idle timeout' },
  messageTooLong: { code: 8, name: 'EMSGSIZE' },
} as const;
/** Why a request failed. */
export const AppError = codesOf(errors);
export const appErrors = namesOf(errors);

const winners = {
  none: { code: 0, name: 'none' },
  tcp: { code: 1, name: 'TCP' },
  quic: { code: 2, name: 'QUIC' },
} as const;
/** Of a race between ways to a server. */
export const FallbackWinner = codesOf(winners);
export const fallbackWinners = namesOf(winners);

/** RFC 9113 section 5.1; index = the state in `http.stream`. */
export const http2States = [
  'idle',
  'reserved (local)',
  'reserved (remote)',
  'open',
  'half-closed (local)',
  'half-closed (remote)',
  'closed',
] as const;
export const http2Events = [
  'SEND.HEADERS',
  'RECEIVE.HEADERS',
  'SEND.END_STREAM',
  'RECEIVE.END_STREAM',
  'SEND.RST_STREAM',
  'RECEIVE.RST_STREAM',
  'SEND.PUSH_PROMISE',
  'RECEIVE.PUSH_PROMISE',
] as const;

const request = inA(number, 'request');
const status = inB(number, 'status code');
const atDevice = { layer: 7, place: 'device' } as const;
const atEnd = { ...atDevice, connection: 'always' } as const;

export const httpKinds = {
  appStart: {
    code: 40,
    name: 'app.start',
    says: 'A user starts a request: the click.',
    ...atDevice,
    fields: { request, workload: inB(workload, "workload's index") },
  },
  httpRequest: {
    code: 41,
    name: 'http.request',
    says: "A request's bytes are handed to the transport at the client.",
    ...atEnd,
    fields: { request },
  },
  httpRequestReceived: {
    code: 42,
    name: 'http.request-received',
    says: 'A whole request has been read at the server.',
    ...atEnd,
    fields: { request },
  },
  httpResponse: {
    code: 43,
    name: 'http.response',
    says: "A response's bytes are handed to the transport at the server.",
    ...atEnd,
    fields: { request, status },
  },
  httpResponseReceived: {
    code: 44,
    name: 'http.response-received',
    says: 'A whole response has been read at the client.',
    ...atEnd,
    fields: { request, status },
  },
  appError: {
    code: 45,
    name: 'app.error',
    says: 'A request failed.',
    ...atDevice,
    connection: 'sometimes',
    fields: { request, error: inDetail(word(appErrors), 'error') },
  },
  httpBlocked: {
    code: 46,
    name: 'http.blocked',
    says: 'A response has bytes that flow control holds back.',
    ...atEnd,
    fields: { request, by: inDetail(word(flowBlocks), 'what blocks') },
  },
  httpUnblocked: {
    code: 47,
    name: 'http.unblocked',
    says: 'Flow control no longer holds a response back.',
    ...atEnd,
    fields: { request },
  },
  httpStream: {
    code: 48,
    name: 'http.stream',
    says: 'An HTTP/2 stream changes state at an end.',
    ...atEnd,
    fields: { stream: inA(number, 'stream'), ...change('b', word(http2States), word(http2Events)) },
  },
  appFallback: {
    code: 49,
    name: 'app.fallback',
    says: 'A client gives one way of reaching a server up for another.',
    ...atDevice,
    fields: { request, winner: inB(word(fallbackWinners), '0 none, 1 TCP, 2 QUIC') },
  },
} as const satisfies RecordKindDefinitions;
