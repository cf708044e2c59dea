import type { LabDocument, Workload, WorkloadKind } from '../../shared/lab/document';
import { pathsOfWorkload, tlsOfWorkload } from '../../shared/lab/traffic-meaning';
import { isFaultOfWorkload } from './faults';
import { freshIdentifier, workloadIdentifiers } from './identifiers';
import { reachableDevices } from './reachable-devices';
import { EditRefused } from './refusal';
import { pathsServedBy } from './served-pages';

/** The server nearest to a client; undefined where it reaches none. */
export function serverFor(document: LabDocument, client: string): string | undefined {
  const servers = new Set(
    document.devices.filter((device) => device.kind === 'server').map((device) => device.id),
  );
  return reachableDevices(document, client).find((device) => servers.has(device));
}

/** The kinds of traffic, as they are called. */
export const workloadNames = {
  'http-get': 'HTTP requests',
  'page-load': 'Page load',
  media: 'Media call',
  'syn-flood': 'SYN flood',
} as const satisfies Record<WorkloadKind, string>;

/** The kinds that are added by themselves; a flood is made of other traffic. */
export const newWorkloadKinds = ['http-get', 'page-load', 'media'] as const;
export type NewWorkloadKind = (typeof newWorkloadKinds)[number];

/** So many parts a new page load has at most. */
const mostParts = 12;
const callName = { 'http-get': 'requests', 'page-load': 'page', media: 'call' } as const;

/**
 * Traffic of a client to a server, as one begins with: a request; a visit to a page that is made of all that the server
 * has; five seconds of speech.
 */
export function newWorkload(
  document: LabDocument,
  from: string,
  to: string,
  kind: NewWorkloadKind = 'http-get',
): Workload {
  const id = freshIdentifier(`${from}-${callName[kind]}`, workloadIdentifiers(document));
  const workload = { id, kind, from, to };
  if (kind === 'media') return { ...workload, count: 250, interval: '20ms' };
  if (kind === 'http-get') return { ...workload, path: '/' };
  const parts = pathsServedBy(document, to).slice(0, mostParts);
  return { ...workload, paths: parts.length > 0 ? parts : ['/'] };
}

/** What a workload sends, in a few words: `GET /`, `Page of 3`. */
export function describeWorkload(workload: Workload): string {
  if (workload.kind === 'http-get') return `GET ${workload.path ?? '/'}`;
  if (workload.kind !== 'page-load') return workloadNames[workload.kind];
  const paths = pathsOfWorkload(workload);
  return paths.length === 1 ? `Page ${paths[0] ?? '/'}` : `Page of ${paths.length}`;
}

/** What carries it: `HTTP/2, TLS 1.3`, `UDP`. */
export function describeCarrier(workload: Workload): string {
  if (workload.kind === 'syn-flood') return 'TCP';
  if (workload.kind === 'media') return (workload.over ?? 'udp').toUpperCase();
  const { http = '1.1' } = workload;
  const tls = tlsOfWorkload(workload);
  // QUIC's TLS is no choice, so there is nothing to say of it.
  return tls === 'none' || http === '3' ? `HTTP/${http}` : `HTTP/${http}, TLS ${tls}`;
}

/**
 * What a lab without traffic would sensibly carry: each client asks the nearest server that it reaches, once.
 * None where there is traffic already, or no client reaches a server.
 */
export function suggestedTraffic(document: LabDocument): Workload[] {
  if ((document.workloads ?? []).length > 0) return [];
  const suggested: Workload[] = [];
  for (const device of document.devices) {
    if (device.kind !== 'client') continue;
    const server = serverFor(document, device.id);
    if (server !== undefined) suggested.push(newWorkload(document, device.id, server));
  }
  return suggested;
}

/** Adds workloads. Throws EditRefused where an identifier is taken. */
export function addWorkloads(document: LabDocument, workloads: readonly Workload[]): LabDocument {
  const next = [...(document.workloads ?? []), ...workloads];
  if (new Set(next.map((workload) => workload.id)).size < next.length)
    throw new EditRefused('an identifier that no other workload has');
  return { ...document, workloads: next };
}

/** Takes a workload out, with the claims made of it and the faults that its responses meet. */
export function deleteWorkload(document: LabDocument, id: string): LabDocument {
  const next: LabDocument = { ...document };
  if (document.workloads) next.workloads = document.workloads.filter((workload) => workload.id !== id);
  if (document.claims) next.claims = document.claims.filter((claim) => claim.workload !== id);
  if (document.faults) next.faults = document.faults.filter((fault) => !isFaultOfWorkload(fault, id));
  return next;
}
