import type { LabDocument, Workload } from '../../../shared/lab/document';
import { isFaultOfWorkload } from './faults';
import { freshIdentifier, workloadIdentifiers } from './identifiers';
import { EditRefused } from './refusal';

/** Devices that frames from `start` can reach: through routers, since hosts do not forward. Nearest first. */
export function reachableDevices(document: LabDocument, start: string): string[] {
  const kinds = new Map(document.devices.map((device) => [device.id, device.kind]));
  const neighbours = new Map<string, string[]>();
  for (const { a, b } of document.links) {
    neighbours.set(a.device, [...(neighbours.get(a.device) ?? []), b.device]);
    neighbours.set(b.device, [...(neighbours.get(b.device) ?? []), a.device]);
  }
  const reached = [start];
  const seen = new Set(reached);
  for (const device of reached) {
    if (device !== start && kinds.get(device) !== 'router') continue;
    for (const next of neighbours.get(device) ?? []) {
      if (!seen.has(next)) reached.push(next);
      seen.add(next);
    }
  }
  return reached.slice(1);
}

/** The server nearest to a client; undefined where it reaches none. */
export function serverFor(document: LabDocument, client: string): string | undefined {
  const servers = new Set(
    document.devices.filter((device) => device.kind === 'server').map((device) => device.id),
  );
  return reachableDevices(document, client).find((device) => servers.has(device));
}

/** One request of a client to a server. */
export function newWorkload(document: LabDocument, from: string, to: string): Workload {
  const id = freshIdentifier(`${from}-requests`, workloadIdentifiers(document));
  return { id, kind: 'http-get', from, to, path: '/' };
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
