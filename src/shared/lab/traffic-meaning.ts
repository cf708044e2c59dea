import { parseSize } from '../units/units';
import type { HttpVersion, LabDocument, Problem, Workload, WorkloadKind } from './document';
import { tlsVersions } from '../protocols/protocol-settings';

/** What each kind of workload has besides what all have. */
export const workloadMembers: Readonly<Record<WorkloadKind, readonly (keyof Workload)[]>> = {
  'http-get': [
    'path',
    'http',
    'tls',
    'resumption',
    'visitedBefore',
    'requestsPerConnection',
    'users',
    'closes',
  ],
  'page-load': [
    'path',
    'paths',
    'http',
    'tls',
    'resumption',
    'visitedBefore',
    'connections',
    'pipelining',
    'race',
    'users',
  ],
  media: ['over', 'frameSize', 'playout'],
  'syn-flood': [],
};
const allMembers = [...new Set(Object.values(workloadMembers).flat())];

export type TlsChoice = NonNullable<Workload['tls']>;

/** What HTTP versions run in, the default first: HTTP/2 is agreed on in TLS (ALPN), QUIC has TLS 1.3 inside. */
export const tlsChoices: Readonly<Record<HttpVersion, readonly [TlsChoice, ...TlsChoice[]]>> = {
  '1.1': ['none', '1.2', '1.3'],
  '2': ['1.3', '1.2'],
  '3': ['1.3'],
};

/** The TLS that a workload's requests run in. */
export function tlsOfWorkload({ http = '1.1', tls }: Workload): TlsChoice {
  return tls ?? tlsChoices[http][0];
}

/** The paths that a workload asks for. */
export function pathsOfWorkload({ path = '/', paths }: Workload): readonly string[] {
  return paths ?? [path];
}

/** What is wrong with a workload's own members: what its kind does not have, and what contradicts something else. */
export function trafficProblems(document: LabDocument, workload: Workload, path: string): Problem[] {
  return [
    ...frameProblems(workload, path),
    ...strangeMembers(workload, path),
    ...versionProblems(workload, path),
    ...offerProblems(document, workload, path),
  ];
}

/** What fits one packet of the usual 1500 bytes, with its IP, TCP and RTP headers. */
const largestFrame = 1400;

function frameProblems({ frameSize }: Workload, path: string): Problem[] {
  const parsed = frameSize === undefined ? undefined : parseSize(frameSize);
  if (!parsed?.ok || parsed.value <= largestFrame) return [];
  const allowed = `at most ${largestFrame}B: a frame of media is one packet`;
  return [{ path: `${path}.frameSize`, what: JSON.stringify(frameSize), allowed }];
}

function strangeMembers(workload: Workload, path: string): Problem[] {
  const { kind } = workload;
  const own = workloadMembers[kind];
  const allowed =
    kind === 'syn-flood'
      ? 'nothing: a syn-flood asks for nothing and closes nothing'
      : `nothing: a ${kind} has ${own.join(', ')}`;
  return allMembers
    .filter((name) => workload[name] !== undefined && !own.includes(name))
    .map((name) => ({ path: `${path}.${name}`, what: JSON.stringify(workload[name]), allowed }));
}

/** Versions that do not go together, and switches that a version does not have. */
function versionProblems(workload: Workload, path: string): Problem[] {
  const { http = '1.1', tls, resumption, race, pipelining, closes, path: one, paths } = workload;
  const problems: Problem[] = [];
  const refuse = (name: keyof Workload, allowed: string) => {
    problems.push({ path: `${path}.${name}`, what: JSON.stringify(workload[name]), allowed });
  };
  if (http === '2' && tls === 'none') refuse('tls', '1.2 or 1.3: HTTP/2 is agreed on in TLS (ALPN)');
  if (http === '3' && tls !== undefined && tls !== '1.3') refuse('tls', '1.3: QUIC has it inside (RFC 9001)');
  if (resumption === 'early-data' && tlsOfWorkload(workload) !== '1.3')
    refuse('resumption', 'none or ticket: only TLS 1.3 has early data');
  if (race !== undefined && http !== '3')
    refuse('race', 'nothing: only HTTP/3 has another way to race against');
  if (pipelining && http !== '1.1') refuse('pipelining', 'false: HTTP/2 and HTTP/3 have streams instead');
  if (closes !== undefined && closes !== 'client' && http !== '1.1')
    refuse('closes', 'client: only HTTP/1.1 lets the server close after a response');
  if (one !== undefined && paths !== undefined)
    refuse('path', 'nothing where there are paths: what the page is made of');
  return problems;
}

/** What the workload asks for and its server does not offer. */
function offerProblems(document: LabDocument, workload: Workload, path: string): Problem[] {
  const server = document.devices.find(({ id }) => id === workload.to);
  if (server?.kind !== 'server') return [];
  const problems: Problem[] = [];
  const { http = '1.1', race } = workload;
  const tls = tlsOfWorkload(workload);
  const offered = server.http ?? ['1.1', '2', '3'];
  if (tls !== 'none' && !offered.includes(http)) {
    const what = `${JSON.stringify(http)} is not what ${JSON.stringify(server.id)} offers`;
    problems.push({ path: `${path}.http`, what, allowed: offered.join(', ') });
  }
  const versions = server.tls?.versions ?? tlsVersions;
  if (tls !== 'none' && !versions.includes(tls)) {
    const what = `TLS ${tls} is not what ${JSON.stringify(server.id)} offers`;
    problems.push({ path: `${path}.tls`, what, allowed: versions.join(', ') });
  }
  if (race !== undefined && http === '3' && !offered.includes('2')) {
    const what = `HTTP/2 is not what ${JSON.stringify(server.id)} offers`;
    problems.push({ path: `${path}.race`, what, allowed: 'nothing: there is no HTTP/2 to race against' });
  }
  return problems;
}
