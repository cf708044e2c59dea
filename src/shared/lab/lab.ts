import { tlsVersionNumbers } from '../protocols/protocol-parameters';
import { bytesOf as bytes, nanosecondsOf as time } from '../schema/quantities';
import { linkAddresses } from './addresses';
import type { HttpVersion, LabDocument, Workload, WorkloadKind } from './document';
import { resolveDevices, type LabDevice } from './lab-device';
import { resolveLink, type LabLink } from './lab-link';

export type { DeviceWith, LabDevice, LabPort } from './lab-device';
export type { LabLink } from './lab-link';
export { isForwarding, isHost, isOpening, isServing } from './lab-device';

export interface LabWorkload {
  readonly index: number;
  readonly id: string;
  readonly kind: WorkloadKind;
  readonly from: number;
  readonly to: number;
  readonly path: string;
  /** What a page-load asks for at once. */
  readonly paths: readonly string[];
  readonly http: HttpVersion;
  /** 0: none; else 0x0303 or 0x0304. */
  readonly tls: number;
  readonly resumption: 'none' | 'ticket' | 'early-data';
  readonly visitedBefore: boolean;
  /** Connections that a page-load opens at most. */
  readonly connections: number;
  readonly pipelining: boolean;
  /** Head start of QUIC over TCP, nanoseconds; Infinity: TCP is never tried. */
  readonly race: number;
  readonly over: 'udp' | 'tcp';
  readonly frameSize: number;
  readonly playout: number;
  readonly start: number;
  readonly count: number;
  readonly interval: number;
  readonly requestsPerConnection: number;
  /** Users among whom the requests go round. */
  readonly users: number;
  readonly closes: 'client' | 'server' | 'both';
}

export type LabFault =
  | {
      readonly kind: 'cut-link';
      readonly link: number;
      readonly at: number;
      readonly until: number | undefined;
    }
  | { readonly kind: 'drop-packet'; readonly direction: number; readonly nth: readonly number[] }
  | {
      readonly kind: 'drop-response';
      readonly direction: number;
      readonly workload: number;
      readonly path: string;
      readonly byte: number;
    }
  | {
      readonly kind: 'change-address';
      readonly device: number;
      readonly address: number;
      readonly at: number;
      readonly until: undefined;
    }
  | {
      readonly kind: 'crash-device';
      readonly device: number;
      readonly at: number;
      readonly until: number | undefined;
    };

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
  return {
    seed: document.seed,
    duration: time(document.duration, '0s'),
    devices: resolveDevices(document.devices, links),
    links,
    workloads: (document.workloads ?? []).map((workload, index) => ({
      index,
      id: workload.id,
      kind: workload.kind,
      from: lookUp(indexOf, workload.from),
      to: lookUp(indexOf, workload.to),
      path: workload.path ?? workload.paths?.[0] ?? '/',
      ...resolveHttp(workload),
      over: workload.over ?? 'udp',
      frameSize: bytes(workload.frameSize, '160B'),
      playout: time(workload.playout, '60ms'),
      start: time(workload.start, '0s'),
      count: workload.count ?? 1,
      interval: time(workload.interval, '0s'),
      requestsPerConnection: workload.requestsPerConnection ?? 1,
      users: workload.users ?? 1,
      closes: workload.closes ?? 'client',
    })),
    faults: (document.faults ?? []).map((fault): LabFault => {
      if (fault.kind === 'drop-packet' || fault.kind === 'drop-response') {
        const link = lookUp(linkIndexOf, fault.link);
        const direction = faultDirection(links, link, lookUp(indexOf, fault.from));
        if (fault.kind === 'drop-packet') return { kind: fault.kind, direction, nth: fault.nth };
        const workload = (document.workloads ?? []).findIndex(({ id }) => id === fault.workload);
        return { kind: fault.kind, direction, workload, path: fault.path, byte: fault.byte };
      }
      if (fault.kind === 'change-address') {
        const device = lookUp(indexOf, fault.device);
        const link = links[lookUp(linkIndexOf, fault.link)];
        const address = link?.addresses[link.devices[0] === device ? 0 : 1] ?? 0;
        return { kind: fault.kind, device, address, at: time(fault.at, '0s'), until: undefined };
      }
      const at = time(fault.at, '0s');
      const until = fault.until === undefined ? undefined : time(fault.until, '0s');
      return fault.kind === 'cut-link'
        ? { kind: fault.kind, link: lookUp(linkIndexOf, fault.link), at, until }
        : { kind: fault.kind, device: lookUp(indexOf, fault.device), at, until };
    }),
  };
}

/** A workload's HTTP with the defaults filled in. */
function resolveHttp(workload: Workload) {
  const http = workload.http ?? '1.1';
  const tls = workload.tls ?? (http === '1.1' ? 'none' : '1.3');
  return {
    http,
    tls: tls === 'none' ? 0 : tlsVersionNumbers[tls],
    paths: workload.paths ?? [workload.path ?? '/'],
    resumption: workload.resumption ?? 'ticket',
    visitedBefore: workload.visitedBefore ?? false,
    connections: workload.connections ?? (http === '1.1' ? 6 : 1),
    pipelining: workload.pipelining ?? false,
    race: workload.race === undefined ? Infinity : time(workload.race, '0s'),
  };
}

function faultDirection(links: readonly LabLink[], link: number, device: number): number {
  return link * 2 + (links[link]?.devices[1] === device ? 1 : 0);
}
