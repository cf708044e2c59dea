import { resolveFault, type LabFault } from '../faults/fault';
import type { FaultPlaces } from '../faults/definition/fault-places';
import { nanosecondsOf } from '../schema/quantities';
import { resolveWorkload, type LabWorkload } from '../workloads/workload';
import { linkAddresses } from './addresses';
import type { LabDocument } from './document';
import { resolveDevices, type LabDevice } from './lab-device';
import { resolveLink, type LabLink } from './lab-link';

export type { DeviceWith, LabDevice, LabPort } from './lab-device';
export type { LabLink } from './lab-link';
export type { LabFault } from '../faults/fault';
export type { LabWorkload } from '../workloads/workload';
export { isForwarding, isHost, isOpening, isServing } from './lab-device';

/** A lab document as the numbers that a run needs. Devices and links keep the document's order; their index is their name in the trace. */
export interface Lab {
  readonly seed: number;
  readonly duration: number;
  readonly devices: readonly LabDevice[];
  readonly links: readonly LabLink[];
  readonly workloads: readonly LabWorkload[];
  readonly faults: readonly LabFault[];
}

/** Resolves a valid document. Throws a TypeError on one that was not validated. */
export function resolveLab(document: LabDocument): Lab {
  const indexOf = new Map(document.devices.map((device, index) => [device.id, index]));
  const linkIndexOf = new Map(document.links.map((link, index) => [link.id, index]));
  const lookUp = (map: Map<string, number>, id: string) => {
    const index = map.get(id);
    if (index === undefined) throw new TypeError(`nothing is called ${id}`);
    return index;
  };
  const addresses = linkAddresses(document);
  const links = document.links.map((link, index) => {
    const devices = [lookUp(indexOf, link.a.device), lookUp(indexOf, link.b.device)] as const;
    return resolveLink(link, index, devices, addresses[index] ?? [0, 0]);
  });
  const workloadIndexOf = new Map((document.workloads ?? []).map(({ id }, index) => [id, index]));
  const places: FaultPlaces = {
    device: (id) => lookUp(indexOf, id),
    link: (id) => lookUp(linkIndexOf, id),
    workload: (id) => lookUp(workloadIndexOf, id),
    direction: (link, device) => directionFrom(links, lookUp(linkIndexOf, link), lookUp(indexOf, device)),
    address: (link, device) => {
      const direction = directionFrom(links, lookUp(linkIndexOf, link), lookUp(indexOf, device));
      return links[direction >> 1]?.addresses[(direction & 1) as 0 | 1] ?? 0;
    },
  };
  return {
    seed: document.seed,
    duration: nanosecondsOf(document.duration, '0s'),
    devices: resolveDevices(document.devices, links),
    links,
    workloads: (document.workloads ?? []).map((workload, index) =>
      resolveWorkload(workload, index, (id) => lookUp(indexOf, id)),
    ),
    faults: (document.faults ?? []).map((fault) => resolveFault(fault, places)),
  };
}

/** The direction of a link in which one of its ends sends. */
function directionFrom(links: readonly LabLink[], link: number, device: number): number {
  return link * 2 + (links[link]?.devices[1] === device ? 1 : 0);
}
