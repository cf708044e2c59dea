import { formatAddress } from '../units/address';
import { parseDuration } from '../units/units';
import { claimProblems } from './claims';
import type { Device, LabDocument, Problem, TcpSettings, Workload } from './document';
import { faultProblems } from './fault-meaning';
import { linkAddresses, sourceAddressesOf } from './lab';
import { resolveTcp } from '../protocols/tcp-parameters';
import { unknownName } from '../schema/names';
import { Reachability } from './reachability';
import { usualPorts } from '../schema/schema-parts';
import { trafficProblems } from './traffic-meaning';

/** A problem of meaning; `isRoute` marks those that hang on the whole topology. */
export interface MeaningProblem extends Problem {
  readonly isRoute?: true;
}

/** What is wrong with a document of the right shape: names that lead nowhere, and figures that contradict each other. */
export function meaningProblems(document: LabDocument): MeaningProblem[] {
  const topology = [...duplicateProblems(document), ...linkProblems(document)];
  const workloads = workloadProblems(document);
  return [
    ...durationProblems(document),
    ...topology,
    ...document.devices.flatMap(deviceProblems),
    ...addressProblems(document),
    // Without a sound topology, a missing way only follows from what was already said.
    ...(topology.length > 0 ? workloads.filter((problem) => !problem.isRoute) : workloads),
    ...(document.faults ?? []).flatMap((fault, index) => faultProblems(document, fault, index)),
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

function duplicatesIn(things: readonly { path: string; id: string | undefined }[]): Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { path, id } of things) {
    if (id === undefined) continue;
    const taken = first.get(id);
    if (taken === undefined) first.set(id, path);
    else problems.push({ path, what: `${JSON.stringify(id)} is also ${taken}`, allowed: 'an id of its own' });
  }
  return problems;
}

function deviceProblems(device: Device, index: number): Problem[] {
  const path = `devices[${index}]`;
  if (device.kind === 'router') return [];
  const problems = device.tcp ? tcpProblems(device.tcp, `${path}.tcp`) : [];
  if (device.kind === 'server') {
    const pages = (device.pages ?? []).map((page, at) => ({
      path: `${path}.pages[${at}].path`,
      id: page.path,
    }));
    problems.push(...duplicatesIn(pages).map((problem) => ({ ...problem, allowed: 'each path once' })));
    problems.push(...portProblems(device, path));
  }
  return problems;
}

/** HTTP with TLS and HTTP without cannot listen at the same TCP port. */
function portProblems(server: Extract<Device, { kind: 'server' }>, path: string): Problem[] {
  const { port = usualPorts.plain, securePort = usualPorts.secure } = server;
  if (port !== securePort) return [];
  const [name, other] = server.securePort === undefined ? ['port', 'securePort'] : ['securePort', 'port'];
  return [{ path: `${path}.${name}`, what: String(port), allowed: `a port other than its ${other}` }];
}

function tcpProblems(settings: TcpSettings, path: string): Problem[] {
  const problems: Problem[] = [];
  const ports = settings.ephemeralPorts;
  if (ports && ports.from > ports.to) {
    const allowed = `a last port not below the first, ${ports.from}`;
    problems.push({ path: `${path}.ephemeralPorts.to`, what: String(ports.to), allowed });
  }
  const { minimumRetransmissionTimeout: least, maximumRetransmissionTimeout: most } = resolveTcp(settings);
  if (least > most) {
    const given = settings.minimumRetransmissionTimeout === undefined ? 'maximum' : 'minimum';
    problems.push({
      path: `${path}.${given}RetransmissionTimeout`,
      what: JSON.stringify(settings[`${given}RetransmissionTimeout`]),
      allowed: 'a minimum not above the maximum (defaults: 200ms and 120s)',
    });
  }
  return problems;
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

function workloadProblems(document: LabDocument): MeaningProblem[] {
  const problems: MeaningProblem[] = [];
  const reachability = new Reachability(document);
  const kinds = new Map(document.devices.map((device) => [device.id, device.kind]));
  (document.workloads ?? []).forEach((workload, index) => {
    const ends = endProblems(kinds, workload, `workloads[${index}]`);
    problems.push(...ends, ...trafficProblems(document, workload, `workloads[${index}]`));
    if (ends.length > 0 || reachability.hasWay(workload.from, workload.to)) return;
    problems.push({
      path: `workloads[${index}].to`,
      what: `no way from ${JSON.stringify(workload.from)} to ${JSON.stringify(workload.to)}`,
      allowed: 'a server that links and routers lead to (only routers forward)',
      isRoute: true,
    });
  });
  return problems;
}

function endProblems(
  kinds: ReadonlyMap<string, Device['kind']>,
  workload: Workload,
  path: string,
): Problem[] {
  return (['from', 'to'] as const).flatMap((end) => {
    const wanted = end === 'from' ? 'client' : 'server';
    const kind = kinds.get(workload[end]);
    if (kind === wanted) return [];
    const names = [...kinds].filter(([, other]) => other === wanted).map(([id]) => id);
    const problem = unknownName(`${path}.${end}`, workload[end], wanted, names);
    return [kind ? { ...problem, what: `${JSON.stringify(workload[end])} is a ${kind}` } : problem];
  });
}
