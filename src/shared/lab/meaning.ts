import { parseDuration } from '../units/units';
import { claimProblems } from './claims';
import { addressProblems } from './address-problems';
import type { LabDocument, Problem } from './document';
import { faultKind } from '../faults/fault';
import { deviceKind } from '../devices/device';
import { duplicatesIn } from '../schema/duplicates';
import { unknownName } from '../schema/names';
import { Reachability } from './reachability';
import { workloadKind } from '../workloads/workload';
import { surroundingsIn, type Surroundings } from './surroundings';
import { WorkloadEnds } from './workload-ends';

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

function workloadProblems(document: LabDocument, surroundings: Surroundings): MeaningProblem[] {
  const problems: MeaningProblem[] = [];
  const reachability = new Reachability(document);
  const devices = new WorkloadEnds(document.devices);
  (document.workloads ?? []).forEach((workload, index) => {
    const path = `workloads[${index}]`;
    const ends = devices.problems(workload, path);
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
