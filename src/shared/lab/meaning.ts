import { formatAddress } from '../units/address';
import { parseDuration } from '../units/units';
import { claimProblems } from './claims';
import { linkAddresses, sourceAddressesOf } from './addresses';
import type { Device, LabDocument, Problem, Workload } from './document';
import { faultKind } from '../faults/fault';
import { deviceKind, hasTrait } from '../devices/device';
import { duplicatesIn } from '../schema/duplicates';
import { unknownName } from '../schema/names';
import { Reachability } from './reachability';
import { workloadKind } from '../workloads/workload';
import { surroundingsIn, type Surroundings } from './surroundings';

/** A problem of meaning; `isRoute` marks those that hang on the whole topology. */
export interface MeaningProblem extends Problem {
  readonly isRoute?: true;
}

/** What is wrong with a document of the right shape: names that lead nowhere, and figures that contradict each other. */
export function meaningProblems(document: LabDocument): MeaningProblem[] {
  const topology = [...duplicateProblems(document), ...linkProblems(document)];
  const surroundings = surroundingsIn(document);
  const workloads = workloadProblems(document, surroundings);
  return [
    ...durationProblems(document),
    ...topology,
    ...document.devices.flatMap((device, index) =>
      deviceKind(device.kind).problems(device, `devices[${index}]`),
    ),
    ...addressProblems(document),
    // Without a sound topology, a missing way only follows from what was already said.
    ...(topology.length > 0 ? workloads.filter((problem) => !problem.isRoute) : workloads),
    ...(document.faults ?? []).flatMap((fault, index) =>
      faultKind(fault.kind).problems(fault, `faults[${index}]`, surroundings),
    ),
    ...(document.claims ?? []).flatMap((claim, index) => claimProblems(document, claim, `claims[${index}]`)),
  ];
}

function nanoseconds(text: string): number {
  const parsed = parseDuration(text);
  return parsed.ok ? parsed.value : 0;
}

function durationProblems(document: LabDocument): Problem[] {
  if (nanoseconds(document.duration) > 0) return [];
  return [{ path: 'duration', what: JSON.stringify(document.duration), allowed: 'a duration above zero' }];
}

function duplicateProblems(document: LabDocument): Problem[] {
  const { devices, links, workloads = [], faults = [], claims = [] } = document;
  const list = (name: string, things: readonly { readonly id?: string | undefined }[]) =>
    things.map((thing, index) => ({ path: `${name}[${index}].id`, id: thing.id }));
  // Devices and links share one space of names: `server` alone says what is meant.
  return [
    ...duplicatesIn([...list('devices', devices), ...list('links', links)]),
    ...duplicatesIn(list('workloads', workloads)),
    ...duplicatesIn(list('faults', faults)),
    ...duplicatesIn(list('claims', claims)),
  ];
}

function linkProblems({ devices, links }: LabDocument): Problem[] {
  const ids = new Set(devices.map((device) => device.id));
  const problems: Problem[] = [];
  links.forEach((link, index) => {
    for (const end of ['a', 'b'] as const) {
      const path = `links[${index}].${end}.device`;
      if (!ids.has(link[end].device)) problems.push(unknownName(path, link[end].device, 'device', [...ids]));
    }
    if (link.a.device === link.b.device) {
      const what = `${JSON.stringify(link.b.device)} is the other end too`;
      problems.push({ path: `links[${index}].b.device`, what, allowed: 'another device: a link joins two' });
    }
  });
  return problems;
}

function addressProblems(document: LabDocument): Problem[] {
  const taken = new Map<number, string>();
  const problems: Problem[] = [];
  const counts = new Map(document.devices.map((device) => [device.id, sourceAddressesOf(device)]));
  const ends = linkAddresses(document).flatMap((pair, index) =>
    (['a', 'b'] as const).flatMap((end, side) => {
      const link = document.links[index];
      const count = counts.get(link?.[end].device ?? '') ?? 1;
      return Array.from({ length: count }, (_, more) => ({
        path: `links[${index}].${end}.address`,
        address: pair[side as 0 | 1] + more,
        written: link?.[end].address !== undefined || more > 0,
      }));
    }),
  );
  for (const { path, address, written } of ends) {
    if (written && !isUnicast(address)) {
      const allowed = "a host's own address: not 0.x, 127.x, or 224.0.0.0 and above";
      problems.push({ path, what: JSON.stringify(formatAddress(address)), allowed });
    }
  }
  // Where a written address meets one given by default, the written one is at fault.
  const inOrder = [...ends.filter((end) => !end.written), ...ends.filter((end) => end.written)];
  for (const { path, address } of inOrder) {
    const owner = taken.get(address);
    if (owner === undefined) taken.set(address, path);
    else {
      const what = `"${formatAddress(address)}" is also ${owner}`;
      problems.push({ path, what, allowed: 'an address that no other end has' });
    }
  }
  return problems;
}

/** RFC 6890 section 2.2: what no host may have as its own address. */
function isUnicast(address: number): boolean {
  const first = address >>> 24;
  return first !== 0 && first !== 127 && first < 224;
}

function workloadProblems(document: LabDocument, surroundings: Surroundings): MeaningProblem[] {
  const problems: MeaningProblem[] = [];
  const reachability = new Reachability(document);
  const devices = new Map(document.devices.map((device) => [device.id, device]));
  (document.workloads ?? []).forEach((workload, index) => {
    const path = `workloads[${index}]`;
    const ends = endProblems(devices, workload, path);
    problems.push(...ends, ...workloadKind(workload.kind).problems(workload, path, surroundings));
    if (ends.length > 0 || reachability.hasWay(workload.from, workload.to)) return;
    problems.push({
      path: `${path}.to`,
      what: `no way from ${JSON.stringify(workload.from)} to ${JSON.stringify(workload.to)}`,
      allowed: 'a server that links and routers lead to (only routers forward)',
      isRoute: true,
    });
  });
  return problems;
}

/** What each end of a workload must be able to do, and what such a device is to it. */
const roles = {
  from: { trait: 'opening', name: 'client' },
  to: { trait: 'serving', name: 'server' },
} as const;

function endProblems(devices: ReadonlyMap<string, Device>, workload: Workload, path: string): Problem[] {
  const strangers = (['from', 'to'] as const).flatMap((end) => {
    const { trait, name } = roles[end];
    const device = devices.get(workload[end]);
    if (device && hasTrait(device, trait)) return [];
    const names = [...devices.values()].filter((other) => hasTrait(other, trait)).map(({ id }) => id);
    const problem = unknownName(`${path}.${end}`, workload[end], name, names);
    if (!device) return [problem];
    return [{ ...problem, what: `${JSON.stringify(device.id)} is ${deviceKind(device.kind).words.one}` }];
  });
  if (strangers.length > 0 || workload.from !== workload.to) return strangers;
  const what = `${JSON.stringify(workload.to)} is where it starts`;
  return [{ path: `${path}.to`, what, allowed: 'another device' }];
}
