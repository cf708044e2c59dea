import type { Fault, LabDocument } from '../../shared/lab/document';
import { pathsOfWorkload } from '../../shared/lab/traffic-meaning';
import { parseSize } from '../../shared/units/units';
import type { ParameterChange } from './parameters';
import { EditRefused } from './refusal';
import { reachableDevices } from './reachable-devices';
import { sizeServed } from './served-pages';

/** Devices and links that a fault is about: without them it is about nothing. */
export function faultTargets(fault: Fault): string[] {
  switch (fault.kind) {
    case 'cut-link':
      return [fault.link];
    case 'drop-packet':
    case 'drop-response':
      return [fault.link, fault.from];
    case 'change-address':
      return [fault.device, fault.link];
    case 'crash-device':
      return [fault.device];
  }
}

/** Whether a fault is about a response of the workload. */
export function isFaultOfWorkload(fault: Fault, workload: string): boolean {
  return fault.kind === 'drop-response' && fault.workload === workload;
}

/** What a fault happens to: a link's or a device's identifier. */
export function faultSubject(fault: Fault): string {
  return fault.kind === 'crash-device' || fault.kind === 'change-address' ? fault.device : fault.link;
}

/** The kinds of fault, as they are called. */
export const faultNames = {
  'cut-link': 'Cut link',
  'drop-packet': 'Drop packet',
  'drop-response': 'Lose part of a response',
  'change-address': 'Change address',
  'crash-device': 'Crash device',
} as const satisfies Record<Fault['kind'], string>;

/** A fault in a sentence, less what it happens to. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case 'drop-packet':
      return `Drops frame${fault.nth.length === 1 ? '' : 's'} ${fault.nth.join(', ')} of ${fault.from}`;
    case 'drop-response':
      return `Drops byte ${fault.byte} of ${fault.path} for ${fault.workload}`;
    case 'change-address':
      return `Sends over ${fault.link} from ${fault.at} on`;
    case 'cut-link':
      return describeOutage('Cut', fault);
    case 'crash-device':
      return describeOutage('Gone', fault);
  }
}

function describeOutage(happens: string, { at, until }: { at: string; until?: string | undefined }): string {
  return until === undefined ? `${happens} at ${at} for good` : `${happens} from ${at} to ${until}`;
}

/** A fault with the identifier of a device, link or workload changed. */
export function renamedInFault(
  fault: Fault,
  kind: 'device' | 'link' | 'workload',
  changed: (id: string) => string,
): Fault {
  switch (kind) {
    case 'device': {
      if (fault.kind === 'drop-packet' || fault.kind === 'drop-response')
        return { ...fault, from: changed(fault.from) };
      return fault.kind === 'cut-link' ? fault : { ...fault, device: changed(fault.device) };
    }
    case 'link':
      return fault.kind === 'crash-device' ? fault : { ...fault, link: changed(fault.link) };
    case 'workload':
      return fault.kind === 'drop-response' ? { ...fault, workload: changed(fault.workload) } : fault;
  }
}

/** The changes that put a fault on another link: a sender that is no end of it is exchanged for one that is. */
export function faultLinkChanges(document: LabDocument, index: number, link: string): ParameterChange[] {
  const fault = document.faults?.[index];
  const ends = document.links.find((one) => one.id === link);
  if (!fault || !ends || fault.kind === 'crash-device') return [];
  const change = { path: ['faults', index, 'link'], value: link };
  const hasSender = fault.kind === 'drop-packet' || fault.kind === 'drop-response';
  if (!hasSender || fault.from === ends.a.device || fault.from === ends.b.device) return [change];
  return [change, { path: ['faults', index, 'from'], value: ends.a.device }];
}

/** Clients that have more than one link, with their links in order: those that can change their address. */
export function clientsWithOtherLinks(document: LabDocument): { client: string; links: string[] }[] {
  return document.devices.flatMap(({ id, kind }) => {
    if (kind !== 'client') return [];
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
  const workload = (document.workloads ?? []).find(({ kind }) => kind === 'http-get' || kind === 'page-load');
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
