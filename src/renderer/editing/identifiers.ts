import type { LabDocument } from '../../shared/lab/document';

const longestIdentifier = 64;

/** `wanted`, or `wanted-2`, `wanted-3`, ... : the first that is not taken. At most 64 characters. */
export function freshIdentifier(wanted: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? '' : `-${count}`;
    const candidate = wanted.slice(0, longestIdentifier - suffix.length) + suffix;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Identifiers of devices and links: they share one space of names. */
export function elementIdentifiers(document: LabDocument): Set<string> {
  return new Set([...document.devices, ...document.links].map((element) => element.id));
}

/** Identifiers of workloads. */
export function workloadIdentifiers(document: LabDocument): Set<string> {
  return new Set((document.workloads ?? []).map((workload) => workload.id));
}

/** `client-3` counts from `client`: what a copy of it is named after. */
export function identifierStem(id: string): string {
  return id.replace(/-\d+$/, '');
}
