import type { Fault, LabDocument } from '../../../shared/lab/document';
import type { ParameterChange } from './parameters';
import { EditRefused } from './refusal';

/** Devices and links that a fault is about: without them it is about nothing. */
export function faultTargets(fault: Fault): string[] {
  switch (fault.kind) {
    case 'cut-link':
      return [fault.link];
    case 'drop-packet':
      return [fault.link, fault.from];
    case 'crash-device':
      return [fault.device];
  }
}

/** What a fault happens to: a link's or a device's identifier. */
export function faultSubject(fault: Fault): string {
  return fault.kind === 'crash-device' ? fault.device : fault.link;
}

/** The kinds of fault, as they are called. */
export const faultNames = {
  'cut-link': 'Cut link',
  'drop-packet': 'Drop packet',
  'crash-device': 'Crash device',
} as const satisfies Record<Fault['kind'], string>;

/** A fault in a sentence, less what it happens to. */
export function describeFault(fault: Fault): string {
  if (fault.kind === 'drop-packet')
    return `Drops frame${fault.nth.length === 1 ? '' : 's'} ${fault.nth.join(', ')} of ${fault.from}`;
  const happens = fault.kind === 'cut-link' ? 'Cut' : 'Gone';
  return fault.until === undefined
    ? `${happens} at ${fault.at} for good`
    : `${happens} from ${fault.at} to ${fault.until}`;
}

/** A fault with a device's or link's identifier changed. */
export function renamedInFault(
  fault: Fault,
  kind: 'device' | 'link',
  changed: (id: string) => string,
): Fault {
  if (kind === 'link') return fault.kind === 'crash-device' ? fault : { ...fault, link: changed(fault.link) };
  if (fault.kind === 'drop-packet') return { ...fault, from: changed(fault.from) };
  return fault.kind === 'crash-device' ? { ...fault, device: changed(fault.device) } : fault;
}

/** The changes that put a fault on another link: a sender that is no end of it is exchanged for one that is. */
export function faultLinkChanges(document: LabDocument, index: number, link: string): ParameterChange[] {
  const fault = document.faults?.[index];
  const ends = document.links.find((one) => one.id === link);
  if (!fault || !ends || fault.kind === 'crash-device') return [];
  const change = { path: ['faults', index, 'link'], value: link };
  const hasItsSender =
    fault.kind === 'cut-link' || fault.from === ends.a.device || fault.from === ends.b.device;
  return hasItsSender ? [change] : [change, { path: ['faults', index, 'from'], value: ends.a.device }];
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
