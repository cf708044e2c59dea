import { parseDuration, parseSize } from '../units/units';
import { withSuggestion } from '../schema/did-you-mean';
import type { Fault, LabDocument, Problem } from './document';
import { unknownName } from '../schema/names';
import { usualPages } from '../schema/schema-parts';
import { pathsOfWorkload } from './traffic-meaning';

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
        ...responseProblems(document, fault, path),
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

/** A response that the workload never asks for, or that has no such byte. */
function responseProblems(
  { devices, workloads = [] }: LabDocument,
  fault: { workload: string; path: string; byte: number },
  path: string,
): Problem[] {
  const workload = workloads.find(({ id }) => id === fault.workload);
  if (workload?.kind !== 'http-get' && workload?.kind !== 'page-load') return [];
  const asked = pathsOfWorkload(workload);
  if (!asked.includes(fault.path)) {
    const what = `${JSON.stringify(fault.path)} is not what ${JSON.stringify(workload.id)} asks for`;
    const allowed = withSuggestion(asked.slice(0, 12).join(', '), fault.path, asked);
    return [{ path: `${path}.path`, what, allowed }];
  }
  const server = devices.find(({ id }) => id === workload.to);
  if (server?.kind !== 'server') return [];
  const page = (server.pages ?? usualPages).find((one) => one.path === fault.path);
  const size = page && parseSize(page.size);
  if (!page) {
    const what = `${JSON.stringify(fault.path)} is no page of ${JSON.stringify(server.id)}`;
    return [{ path: `${path}.path`, what, allowed: 'a page that the server has' }];
  }
  if (!size?.ok || fault.byte < size.value) return [];
  const allowed = size.value === 0 ? 'nothing: the body is empty' : `a byte from 0 to ${size.value - 1}`;
  return [{ path: `${path}.byte`, what: String(fault.byte), allowed }];
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
  if (!own.includes(fault.link))
    return [unknownName(`${path}.link`, fault.link, `link of ${device.id}`, own)];
  if (own.length > 1) return [];
  const what = `${JSON.stringify(device.id)} has no other link`;
  return [{ path: `${path}.device`, what, allowed: 'a client with several links' }];
}

function nanoseconds(text: string): number {
  const parsed = parseDuration(text);
  return parsed.ok ? parsed.value : 0;
}
