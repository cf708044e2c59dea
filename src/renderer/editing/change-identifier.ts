import * as v from 'valibot';
import { withReferences } from '../../shared/faults/fault';
import type { Fault, LabDocument } from '../../shared/lab/document';
import { identifier } from '../../shared/schema/schema-parts';
import { elementIdentifiers, freshIdentifier, workloadIdentifiers } from './identifiers';
import { EditRefused } from './refusal';

export type IdentifiedKind = 'device' | 'link' | 'workload';

/** What is wrong with an identifier as a new one for something of `kind`; undefined when it will do. */
export function identifierProblem(
  document: LabDocument,
  kind: IdentifiedKind,
  id: string,
  to: string,
): string | undefined {
  const parsed = v.safeParse(identifier, to);
  if (!parsed.success) return parsed.issues[0].message;
  const taken = kind === 'workload' ? workloadIdentifiers(document) : elementIdentifiers(document);
  return to !== id && taken.has(to) ? `an identifier that nothing else has; ${to} is taken` : undefined;
}

/** Gives a device, link or workload another identifier, wherever it is spoken of. Throws EditRefused. */
export function changeIdentifier(
  document: LabDocument,
  kind: IdentifiedKind,
  id: string,
  to: string,
): LabDocument {
  const problem = identifierProblem(document, kind, id, to);
  if (problem !== undefined) throw new EditRefused(problem);
  const changed = (own: string) => (own === id ? to : own);
  const next = withRemedies(renamed(document, kind, changed), document, kind, id, to);
  return kind === 'device' ? withLinksOf(next, id, to) : next;
}

/** Links that are named after their ends, as they are when they are drawn, go on being so. `to`: what was `from`. */
function withLinksOf(document: LabDocument, from: string, to: string): LabDocument {
  const earlier = (device: string) => (device === to ? from : device);
  return document.links.reduce((next, { id, a, b }) => {
    const stem = `${earlier(a.device)}-${earlier(b.device)}`;
    const isNamedAfterEnds =
      id === stem || (id.startsWith(`${stem}-`) && /^\d+$/.test(id.slice(stem.length + 1)));
    if (!isNamedAfterEnds || (a.device !== to && b.device !== to)) return next;
    const taken = elementIdentifiers(next);
    taken.delete(id);
    const fresh = freshIdentifier(`${a.device}-${b.device}`, taken);
    return fresh === id ? next : changeIdentifier(next, 'link', id, fresh);
  }, document);
}

function renamed(document: LabDocument, kind: IdentifiedKind, changed: Rename): LabDocument {
  switch (kind) {
    case 'device':
      return renamedDevice(document, changed);
    case 'link':
      return renamedLink(document, changed);
    case 'workload':
      return renamedWorkload(document, changed);
  }
}

type Rename = (id: string) => string;

function withClaims(document: LabDocument, key: IdentifiedKind, changed: Rename): LabDocument {
  if (!document.claims) return document;
  const claims = document.claims.map((claim) => {
    const target = claim[key];
    return target === undefined ? claim : { ...claim, [key]: changed(target) };
  });
  return { ...document, claims };
}

/** Remedies name what they set by its path; a name may have dots in it, and the longest that fits is meant. */
function withRemedies(
  document: LabDocument,
  before: LabDocument,
  kind: IdentifiedKind,
  id: string,
  to: string,
): LabDocument {
  if (!document.remedies) return document;
  const owner = `${kind}s.${id}.`;
  const longer = (before[`${kind}s`] ?? [])
    .filter((other) => other.id.startsWith(`${id}.`))
    .map((other) => `${kind}s.${other.id}.`);
  const moved = (path: string) =>
    path.startsWith(owner) && !longer.some((other) => path.startsWith(other))
      ? `${kind}s.${to}.${path.slice(owner.length)}`
      : path;
  const remedies = document.remedies.map((remedy) => ({
    ...remedy,
    set: remedy.set.map(({ path, value }) => ({ path: moved(path), value })),
  }));
  return { ...document, remedies };
}

/** A fault with the identifier of a device, link or workload changed. */
const renamedIn = (kind: IdentifiedKind, changed: Rename) => (fault: Fault) =>
  withReferences(fault, (of, id) => (of === kind ? changed(id) : id));

function renamedDevice(document: LabDocument, changed: Rename): LabDocument {
  const next: LabDocument = {
    ...document,
    devices: document.devices.map((device) => ({ ...device, id: changed(device.id) })),
    links: document.links.map((link) => ({
      ...link,
      a: { ...link.a, device: changed(link.a.device) },
      b: { ...link.b, device: changed(link.b.device) },
    })),
  };
  if (document.workloads)
    next.workloads = document.workloads.map((workload) => ({
      ...workload,
      from: changed(workload.from),
      to: changed(workload.to),
    }));
  if (document.faults) next.faults = document.faults.map(renamedIn('device', changed));
  return withClaims(next, 'device', changed);
}

function renamedLink(document: LabDocument, changed: Rename): LabDocument {
  const next: LabDocument = {
    ...document,
    links: document.links.map((link) => ({ ...link, id: changed(link.id) })),
  };
  if (document.faults) next.faults = document.faults.map(renamedIn('link', changed));
  return withClaims(next, 'link', changed);
}

function renamedWorkload(document: LabDocument, changed: Rename): LabDocument {
  const next: LabDocument = { ...document };
  if (document.workloads)
    next.workloads = document.workloads.map((workload) => ({ ...workload, id: changed(workload.id) }));
  if (document.faults) next.faults = document.faults.map(renamedIn('workload', changed));
  return withClaims(next, 'workload', changed);
}
