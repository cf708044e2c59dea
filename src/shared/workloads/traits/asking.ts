import * as v from 'valibot';
import { tlsVersionNumbers } from '../../protocols/protocol-parameters';
import {
  httpVersions,
  tlsVersions,
  type HttpVersion,
  type TlsVersion,
} from '../../protocols/protocol-settings';
import { refusal, type Problem } from '../../schema/problem';
import { choice, flag, whole } from '../../schema/schema-parts';
import type { WorkloadSurroundings } from './surroundings';

/** The trait of those whose users ask for paths over HTTP. */
export interface AskingParameters {
  /** What is asked for: one after the other, over and over. */
  readonly paths: readonly string[];
  readonly http: HttpVersion;
  /** 0: none; else 0x0303 or 0x0304. */
  readonly tls: number;
  readonly resumption: 'none' | 'ticket' | 'early-data';
  /** Users among whom the requests go round. */
  readonly users: number;
  /** Tickets that each user has of a visit before the run. */
  readonly ticketsKept: number;
}

export const askingSettings = {
  /** Default 1.1. */
  http: v.optional(choice(...httpVersions)),
  /** Default none for HTTP/1.1, 1.3 for HTTP/2 and HTTP/3. */
  tls: v.optional(choice('none', ...tlsVersions)),
  /** What a return visit makes of the last one's ticket: nothing, a shorter handshake, or early data besides. */
  resumption: v.optional(choice('none', 'ticket', 'early-data')),
  /** Whether the users were at the server before the run, and kept a ticket each. */
  visitedBefore: v.optional(flag),
  /** Users among whom the requests go round, each with a connection of their own at a time; default 1. */
  users: v.optional(whole(1, 100_000)),
};

export interface AskingSettings {
  readonly to: string;
  readonly http?: HttpVersion | undefined;
  readonly tls?: TlsChoice | undefined;
  readonly resumption?: AskingParameters['resumption'] | undefined;
  readonly visitedBefore?: boolean | undefined;
  readonly users?: number | undefined;
}

export type TlsChoice = 'none' | TlsVersion;

/** What HTTP versions run in, the default first: HTTP/2 is agreed on in TLS (ALPN), QUIC has TLS 1.3 inside. */
export const tlsChoices: Readonly<Record<HttpVersion, readonly [TlsChoice, ...TlsChoice[]]>> = {
  '1.1': ['none', '1.2', '1.3'],
  '2': ['1.3', '1.2'],
  '3': ['1.3'],
};

/** Connections that browsers open to a server: six for HTTP/1.1, one for the others, which have streams. */
export const usualConnections: Readonly<Record<HttpVersion, number>> = { '1.1': 6, '2': 1, '3': 1 };

/** The TLS that a workload's requests run in. */
export function tlsOfWorkload({ http = '1.1', tls }: Pick<AskingSettings, 'http' | 'tls'>): TlsChoice {
  return tls ?? tlsChoices[http][0];
}

/** The numbers of those who ask. `connections`: as many as a user has at once. */
export function resolveAsking(
  settings: AskingSettings,
  paths: readonly string[],
  connections?: number,
): AskingParameters {
  const { http = '1.1', resumption = 'ticket', visitedBefore = false, users = 1 } = settings;
  const tls = tlsOfWorkload(settings);
  return {
    paths,
    http,
    tls: tls === 'none' ? 0 : tlsVersionNumbers[tls],
    resumption,
    users,
    ticketsKept: visitedBefore ? (connections ?? usualConnections[http]) : 0,
  };
}

/** What carries HTTP. */
export const carrierOf = (http: HttpVersion) => (http === '3' ? 'quic' : 'tcp');

/** HTTP's version and TLS in words: `HTTP/2, TLS 1.3`. QUIC's TLS is no choice, so there is nothing to say of it. */
export function describeAskingCarrier(settings: AskingSettings): string {
  const { http = '1.1' } = settings;
  const tls = tlsOfWorkload(settings);
  return tls === 'none' || http === '3' ? `HTTP/${http}` : `HTTP/${http}, TLS ${tls}`;
}

/** What contradicts itself in the settings of those who ask, and what their server does not offer. */
export function askingProblems(
  settings: AskingSettings,
  path: string,
  surroundings: WorkloadSurroundings,
): Problem[] {
  return [...versionProblems(settings, path), ...offerProblems(settings, path, surroundings)];
}

function versionProblems(settings: AskingSettings, path: string): Problem[] {
  const { http = '1.1', tls, resumption } = settings;
  const problems: Problem[] = [];
  if (http === '2' && tls === 'none')
    problems.push(refusal(settings, 'tls', path, '1.2 or 1.3: HTTP/2 is agreed on in TLS (ALPN)'));
  if (http === '3' && tls !== undefined && tls !== '1.3')
    problems.push(refusal(settings, 'tls', path, '1.3: QUIC has it inside (RFC 9001)'));
  if (resumption === 'early-data' && tlsOfWorkload(settings) !== '1.3')
    problems.push(refusal(settings, 'resumption', path, 'none or ticket: only TLS 1.3 has early data'));
  return problems;
}

/** What is asked for and the server does not offer. */
function offerProblems(
  settings: AskingSettings,
  path: string,
  surroundings: WorkloadSurroundings,
): Problem[] {
  const { http = '1.1', to } = settings;
  const tls = tlsOfWorkload(settings);
  const offer = surroundings.offerOf(to);
  // HTTP/1.1 is there without TLS, whatever is offered with it.
  if (!offer || tls === 'none') return [];
  const problems: Problem[] = [];
  if (!offer.http.includes(http)) {
    const what = `${JSON.stringify(http)} is not what ${JSON.stringify(to)} offers`;
    problems.push({ path: `${path}.http`, what, allowed: offer.http.join(', ') });
  }
  if (!offer.tls.includes(tls)) {
    const what = `TLS ${tls} is not what ${JSON.stringify(to)} offers`;
    problems.push({ path: `${path}.tls`, what, allowed: offer.tls.join(', ') });
  }
  return problems;
}
