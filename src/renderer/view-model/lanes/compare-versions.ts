import { hasTrait } from '../../../shared/devices/device';
import type { Device, Fault, LabDocument, Link, Workload } from '../../../shared/lab/document';
import { withReferences } from '../../../shared/faults/fault';
import { overVersion } from '../../../shared/workloads/versions';
import { hasWorkloadTrait, type WorkloadWith } from '../../../shared/workloads/workload';
import { httpVersions, type HttpVersion } from '../../../shared/protocols/protocol-settings';

type Asking = WorkloadWith<'asking'>;

/** Room between two copies on the stage, world pixels. */
const copyGap = 140;
/** Longest identifier that a document takes. */
const longestIdentifier = 64;

/** Whether versions of HTTP can be compared by a workload: it asks for something. */
export function canCompare(workload: Workload): workload is Asking {
  return hasWorkloadTrait(workload, 'asking');
}

/**
 * A lab in which a workload runs over HTTP/1.1, 2 and 3 at once, each over a network of its own: the part of the lab
 * that the workload's hosts are in, three times, laid out below each other, with the faults that concern it. All
 * three speak TLS 1.3, so that what differs is HTTP and what carries it. Same seed, same duration.
 * undefined: there is no such workload, or nothing that versions could differ in.
 */
export function compareVersions(document: LabDocument, workloadId: string): LabDocument | undefined {
  const workload = document.workloads?.find(({ id }) => id === workloadId);
  if (!workload || !canCompare(workload)) return undefined;
  const part = partAround(document, workload);
  const height =
    Math.max(...part.devices.map(({ position }) => position.y)) -
    Math.min(...part.devices.map(({ position }) => position.y));
  const copies = httpVersions.map((version, index) =>
    copyOf(part, workload, version, index * (height + copyGap)),
  );
  return {
    version: document.version,
    title: `${document.title}: HTTP/1.1, 2 and 3`.slice(0, 120),
    notes: notesOn(document, workload),
    seed: document.seed,
    duration: document.duration,
    devices: copies.flatMap(({ devices }) => devices),
    links: copies.flatMap(({ links }) => links),
    workloads: copies.map((copy) => copy.workload),
    ...(part.faults.length > 0 ? { faults: copies.flatMap(({ faults }) => faults) } : {}),
  };
}

function notesOn(document: LabDocument, workload: Workload): string {
  return [
    `${workload.id} of "${document.title}", over three versions of HTTP on one clock. The networks are alike, and so are the seed and the faults.`,
    'Look at Lanes: one row a request, filled while bytes flow, hatched while it is held back. The figures above each group say what that version gained and paid.',
  ].join('\n\n');
}

interface Part {
  readonly devices: readonly Device[];
  readonly links: readonly Link[];
  readonly faults: readonly Fault[];
}

/** What is connected with a workload's hosts, by whatever number of links. */
function partAround({ devices, links, faults = [] }: LabDocument, workload: Workload): Part {
  const found = new Set([workload.from, workload.to]);
  let before = 0;
  while (found.size > before) {
    before = found.size;
    for (const { a, b } of links) {
      if (!found.has(a.device) && !found.has(b.device)) continue;
      found.add(a.device);
      found.add(b.device);
    }
  }
  const own = links.filter(({ a }) => found.has(a.device));
  const linkIds = new Set(own.map(({ id }) => id));
  return {
    devices: devices.filter(({ id }) => found.has(id)),
    links: own,
    faults: faults.filter((fault) => concerns(fault, found, linkIds, workload.id)),
  };
}

function concerns(
  fault: Fault,
  devices: ReadonlySet<string>,
  links: ReadonlySet<string>,
  workload: string,
): boolean {
  if ('workload' in fault && fault.workload !== workload) return false;
  if ('link' in fault) return links.has(fault.link);
  return devices.has(fault.device);
}

interface Copy {
  readonly devices: readonly Device[];
  readonly links: readonly Link[];
  readonly faults: readonly Fault[];
  readonly workload: Workload;
}

function copyOf(part: Part, workload: Asking, version: HttpVersion, down: number): Copy {
  const suffix = `-h${version.charAt(0)}`;
  const name = (id: string) => id.slice(0, longestIdentifier - suffix.length) + suffix;
  return {
    devices: part.devices.map((device) => copyOfDevice(device, name, down)),
    links: part.links.map((link) => ({
      ...link,
      id: name(link.id),
      // Addresses are given out anew: three networks with the same ones would not be told apart.
      a: { device: name(link.a.device) },
      b: { device: name(link.b.device) },
    })),
    faults: part.faults.map((fault) => copyOfFault(fault, name)),
    workload: workloadOver(workload, version, name),
  };
}

interface Offers {
  readonly http?: unknown;
  readonly tls?: { readonly versions?: unknown };
}

function copyOfDevice(device: Device, name: (id: string) => string, down: number): Device {
  const copy = {
    ...device,
    id: name(device.id),
    position: { x: device.position.x, y: device.position.y + down },
  };
  if (!hasTrait(copy, 'serving')) return copy;
  // What a server offers must not decide which version is used.
  const { http: _, tls, ...server } = copy as Device & Offers;
  const { versions: __, ...rest } = tls ?? {};
  return (tls ? { ...server, tls: rest } : server) as Device;
}

function copyOfFault(fault: Fault, name: (id: string) => string): Fault {
  const copy = withReferences(fault, (_, id) => name(id));
  return copy.id === undefined ? copy : { ...copy, id: name(copy.id) };
}

/** What only one version has is left out: the others could not have it. All speak TLS 1.3. */
function workloadOver(workload: Asking, version: HttpVersion, name: (id: string) => string): Workload {
  const bare = httpVersions.reduce(overVersion, { ...workload, tls: '1.3' });
  return {
    ...bare,
    id: name(workload.id),
    from: name(workload.from),
    to: name(workload.to),
    http: version,
  };
}
