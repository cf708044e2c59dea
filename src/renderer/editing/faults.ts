import { hasTrait } from '../../shared/devices/device';
import type { Fault, LabDocument } from '../../shared/lab/document';
import { faultKind, referencesOf } from '../../shared/faults/fault';
import { hasWorkloadTrait, pathsOfWorkload } from '../../shared/workloads/workload';
import { parseSize } from '../../shared/units/units';
import type { ParameterChange } from './parameters';
import { EditRefused } from './refusal';
import { reachableDevices } from './reachable-devices';
import { sizeServed } from './served-pages';

/** Devices and links that a fault is about: without them it is about nothing. */
export function faultTargets(fault: Fault): string[] {
  return referencesOf(fault).flatMap(({ of, id }) => (of === 'workload' ? [] : [id]));
}

/** Whether a fault is about a response of the workload. */
export function isFaultOfWorkload(fault: Fault, workload: string): boolean {
  return referencesOf(fault).some(({ of, id }) => of === 'workload' && id === workload);
}

/** What a kind of fault is called. */
export function faultName({ kind }: Fault): string {
  return faultKind(kind).words.title;
}

/** A fault in a sentence, less what it happens to. */
export function describeFault(fault: Fault): string {
  return faultKind(fault.kind).describe(fault);
}

/** The changes that put a fault on another link: a sender that is no end of it is exchanged for one that is. */
export function faultLinkChanges(document: LabDocument, index: number, link: string): ParameterChange[] {
  const fault = document.faults?.[index];
  const ends = document.links.find((one) => one.id === link);
  if (!fault || !ends || !('link' in fault)) return [];
  const change = { path: ['faults', index, 'link'], value: link };
  if (!('from' in fault) || fault.from === ends.a.device || fault.from === ends.b.device) return [change];
  return [change, { path: ['faults', index, 'from'], value: ends.a.device }];
}

/** Devices where users sit that have more than one link, with their links in order: those that can change their address. */
export function clientsWithOtherLinks(document: LabDocument): { client: string; links: string[] }[] {
  return document.devices.flatMap((device) => {
    const { id } = device;
    if (!hasTrait(device, 'opening')) return [];
    const links = document.links.filter(({ a, b }) => a.device === id || b.device === id);
    return links.length > 1 ? [{ client: id, links: links.map((link) => link.id) }] : [];
  });
}

/** The changes that make an address change another client's: a link that is not its own gives way to its second. */
export function faultClientChanges(document: LabDocument, index: number, client: string): ParameterChange[] {
  const fault = document.faults?.[index];
  const moving = clientsWithOtherLinks(document).find((one) => one.client === client);
  const second = moving?.links[1];
  if (fault?.kind !== 'change-address' || second === undefined) return [];
  const change = { path: ['faults', index, 'device'], value: client };
  if (moving?.links.includes(fault.link)) return [change];
  return [change, { path: ['faults', index, 'link'], value: second }];
}

/**
 * The loss of the packet that has the middle byte of the first response that comes over a link; undefined where nobody
 * asks for anything. The sender is the link's end nearer to the server.
 */
export function newResponseLoss(document: LabDocument, link: string): Fault | undefined {
  const workload = (document.workloads ?? []).find((one) => hasWorkloadTrait(one, 'asking'));
  const ends = document.links.find(({ id }) => id === link);
  if (!workload || !ends) return undefined;
  const away = [workload.to, ...reachableDevices(document, workload.to)];
  const [from = ends.a.device] = away.filter((id) => id === ends.a.device || id === ends.b.device);
  const paths = pathsOfWorkload(workload);
  const path = paths.find((one) => sizeServed(document, workload.to, one) !== undefined) ?? paths[0] ?? '/';
  const size = parseSize(sizeServed(document, workload.to, path) ?? '0B');
  const byte = size.ok ? Math.floor(size.value / 2) : 0;
  return { kind: 'drop-response', link, from, workload: workload.id, path, byte };
}

/** Adds a fault at the end of the list. Throws EditRefused where the lab does not have what it is about. */
export function addFault(document: LabDocument, fault: Fault): LabDocument {
  const known = new Set([...document.devices, ...document.links].map((element) => element.id));
  if (!faultTargets(fault).every((id) => known.has(id))) throw new EditRefused('a device or link of the lab');
  return { ...document, faults: [...(document.faults ?? []), fault] };
}

/** Takes a fault out by its place in the list. */
export function deleteFault(document: LabDocument, index: number): LabDocument {
  return { ...document, faults: (document.faults ?? []).filter((_, at) => at !== index) };
}
