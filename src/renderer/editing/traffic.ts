import { hasTrait } from '../../shared/devices/device';
import type { LabDocument, Workload, WorkloadKind } from '../../shared/lab/document';
import { workloadKind, workloadKinds } from '../../shared/workloads/workload';
import { isFaultOfWorkload } from './faults';
import { freshIdentifier, workloadIdentifiers } from './identifiers';
import { reachableDevices } from '../../shared/lab/reachable-devices';
import { EditRefused } from './refusal';
import { pathsServedBy } from './served-pages';

/** The server nearest to a client; undefined where it reaches none. */
export function serverFor(document: LabDocument, client: string): string | undefined {
  const servers = new Set(
    document.devices.filter((device) => hasTrait(device, 'serving')).map((device) => device.id),
  );
  return reachableDevices(document, client).find((device) => servers.has(device));
}

/** The kinds that are added by themselves, in the words of each place that offers them. */
export const offeredTraffic = workloadKinds.flatMap((kind) => {
  const { offer } = workloadKind(kind).words;
  return offer ? [{ kind, ...offer }] : [];
});

/** What a kind of traffic is called. */
export function workloadName({ kind }: Pick<Workload, 'kind'>): string {
  return workloadKind(kind).words.title;
}

/** Traffic of a client to a server, as its kind begins with, of what the server has. */
export function newWorkload(
  document: LabDocument,
  from: string,
  to: string,
  kind: WorkloadKind = workloadKinds[0],
): Workload {
  const module = workloadKind(kind);
  const id = freshIdentifier(`${from}-${module.words.identifier}`, workloadIdentifiers(document));
  return { id, kind, from, to, ...module.begin(pathsServedBy(document, to)) };
}

/** What a workload sends, in a few words: `GET /`, `Page of 3`. */
export function describeWorkload(workload: Workload): string {
  return workloadKind(workload.kind).describe(workload);
}

/** What carries it: `HTTP/2, TLS 1.3`, `UDP`. */
export function describeCarrier(workload: Workload): string {
  return workloadKind(workload.kind).describeCarrier(workload);
}

/**
 * What a lab without traffic would sensibly carry: each client asks the nearest server that it reaches, once.
 * None where there is traffic already, or no client reaches a server.
 */
export function suggestedTraffic(document: LabDocument): Workload[] {
  if ((document.workloads ?? []).length > 0) return [];
  const suggested: Workload[] = [];
  for (const device of document.devices) {
    if (!hasTrait(device, 'opening')) continue;
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
