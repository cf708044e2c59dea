import { beginFault, faultKind, movedFault, referencesOf } from '../../shared/faults/fault';
import type { FaultPlace } from '../../shared/faults/definition/fault-kind';
import type { Fault, FaultKind, LabDocument } from '../../shared/lab/document';
import { surroundingsIn } from '../../shared/lab/surroundings';
import type { ParameterField } from '../../shared/schema/parameter-field';
import type { ParameterChange } from './parameters';
import { EditRefused } from './refusal';

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

/** A new fault of a kind, at a device or link; undefined: there is nothing for it there. */
export function newFault(document: LabDocument, kind: FaultKind, subject: string): Fault | undefined {
  return beginFault(kind, subject, surroundingsIn(document));
}

/** Where a fault could be: its device and its link, each with what else it could be. */
export function faultPlaces(document: LabDocument, fault: Fault): readonly (FaultPlace & { held: string })[] {
  const held = new Map(referencesOf(fault).map(({ member, id }) => [member, id]));
  const places = faultKind(fault.kind).places(fault, surroundingsIn(document));
  return places.map((place) => ({ ...place, held: held.get(place.member) ?? '' }));
}

/** A fault's other parameters. */
export function faultFields(document: LabDocument, fault: Fault): readonly ParameterField[] {
  return faultKind(fault.kind).fields(fault, surroundingsIn(document));
}

/** The changes that put a fault at another device or link: what does not go with that is exchanged. */
export function faultPlaceChanges(
  document: LabDocument,
  index: number,
  member: FaultPlace['member'],
  id: string,
): ParameterChange[] {
  const fault = document.faults?.[index];
  if (!fault) return [];
  const before: Readonly<Record<string, unknown>> = fault;
  const after: Readonly<Record<string, unknown>> = movedFault(fault, member, id, surroundingsIn(document));
  return Object.entries(after)
    .filter(([name, value]) => before[name] !== value)
    .map(([name, value]) => ({ path: ['faults', index, name], value }));
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
