import { parseDuration } from '../units';
import { withSuggestion } from './did-you-mean';
import type { Fault, LabDocument, Problem } from './document';
import { unknownName } from './names';

/** What is wrong with a fault: names that lead nowhere, times that contradict each other. */
export function faultProblems(document: LabDocument, fault: Fault, index: number): Problem[] {
  const path = `faults[${index}]`;
  switch (fault.kind) {
    case 'drop-packet':
      return [...linkProblems(document, fault.link, path), ...senderProblems(document, fault, path)];
    case 'drop-response':
      return [
        ...linkProblems(document, fault.link, path),
        ...senderProblems(document, fault, path),
        ...workloadProblems(document, fault.workload, path),
      ];
    case 'change-address':
      return moveProblems(document, fault, path);
    case 'cut-link':
      return [...linkProblems(document, fault.link, path), ...untilProblems(fault, 'it is cut', path)];
    case 'crash-device':
      return [...crashProblems(document, fault.device, path), ...untilProblems(fault, 'it crashes', path)];
  }
}

function untilProblems(
  { at, until }: { at: string; until?: string | undefined },
  begins: string,
  path: string,
): Problem[] {
  if (until === undefined || nanoseconds(until) > nanoseconds(at)) return [];
  const allowed = `a time after ${JSON.stringify(at)}, when ${begins}`;
  return [{ path: `${path}.until`, what: JSON.stringify(until), allowed }];
}

function crashProblems({ devices }: LabDocument, id: string, path: string): Problem[] {
  const device = devices.find((one) => one.id === id);
  if (device && device.kind !== 'router') return [];
  const hosts = devices.filter(({ kind }) => kind !== 'router').map((host) => host.id);
  const problem = unknownName(`${path}.device`, id, 'host', hosts);
  return [device ? { ...problem, what: `${JSON.stringify(id)} is a router` } : problem];
}

function linkProblems({ links }: LabDocument, id: string, path: string): Problem[] {
  if (links.some((link) => link.id === id)) return [];
  const names = links.map((link) => link.id);
  return [unknownName(`${path}.link`, id, 'link', names)];
}

/** A sending device that is no end of the link. */
function senderProblems(
  document: LabDocument,
  fault: { link: string; from: string },
  path: string,
): Problem[] {
  const link = document.links.find(({ id }) => id === fault.link);
  if (!link) return [];
  const ends = [link.a.device, link.b.device];
  if (ends.includes(fault.from)) return [];
  const what = `${JSON.stringify(fault.from)} is no end of ${JSON.stringify(link.id)}`;
  return [{ path: `${path}.from`, what, allowed: withSuggestion(ends.join(', '), fault.from, ends) }];
}

function workloadProblems({ workloads = [] }: LabDocument, id: string, path: string): Problem[] {
  const asking = workloads.filter(({ kind }) => kind === 'http-get' || kind === 'page-load');
  if (asking.some((workload) => workload.id === id)) return [];
  const names = asking.map((workload) => workload.id);
  return [unknownName(`${path}.workload`, id, 'workload with responses', names)];
}

function moveProblems(
  document: LabDocument,
  fault: { device: string; link: string },
  path: string,
): Problem[] {
  const { devices, links } = document;
  const device = devices.find(({ id }) => id === fault.device);
  if (device?.kind !== 'client') {
    const clients = devices.filter(({ kind }) => kind === 'client').map(({ id }) => id);
    const problem = unknownName(`${path}.device`, fault.device, 'client', clients);
    return [device ? { ...problem, what: `${JSON.stringify(fault.device)} is a ${device.kind}` } : problem];
  }
  const own = links
    .filter(({ a, b }) => a.device === device.id || b.device === device.id)
    .map(({ id }) => id);
  return own.includes(fault.link)
    ? []
    : [unknownName(`${path}.link`, fault.link, `link of ${device.id}`, own)];
}

function nanoseconds(text: string): number {
  const parsed = parseDuration(text);
  return parsed.ok ? parsed.value : 0;
}
