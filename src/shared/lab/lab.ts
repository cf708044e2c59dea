import { parseAddress } from '../units/address';
import { protocolTcp, protocolUdp } from '../trace/packet';
import { parseRate, parseShare } from '../units/units';
import {
  httpVersions,
  type HttpVersion,
  type Impairments,
  type LabDocument,
  type Workload,
  type WorkloadKind,
  type Device,
} from './document';
import { bytesOf as bytes, nanosecondsOf as time, valueOf } from '../schema/quantities';
import { resolveTcp, type TcpParameters } from '../protocols/tcp-parameters';
import {
  resolveHttp2,
  resolveQuic,
  resolveServerTls,
  tlsVersionNumbers,
  type Http2Parameters,
  type QuicHostParameters,
  type ServerTlsParameters,
} from '../protocols/protocol-parameters';
import { usualPages, usualPorts, type Page } from '../schema/schema-parts';

export interface LabDevice {
  readonly index: number;
  readonly id: string;
  readonly kind: 'client' | 'router' | 'server';
  /** One per attached link, in the order of the links. */
  readonly ports: readonly LabPort[];
  readonly tcp: TcpParameters;
  readonly quic: QuicHostParameters;
  readonly http2: Http2Parameters;
  /** Servers: TLS. */
  readonly tls: ServerTlsParameters;
  /** Clients: processor time of a handshake. */
  readonly handshakeTime: number;
  /** Servers: the port for HTTP over TLS and QUIC, and the versions offered there. */
  readonly securePort: number;
  readonly http: readonly HttpVersion[];
  /** Routers: protocols (as in the IP header) that are not forwarded. */
  readonly blocks: readonly number[];
  /** Servers: the port they listen on and what they serve. */
  readonly listenPort: number;
  readonly maximumConnections: number;
  readonly pages: readonly LabPage[];
}

/** What a server serves at a path. */
export interface LabPage {
  readonly path: string;
  readonly size: number;
  /** Nanoseconds. */
  readonly think: number;
  readonly priority: { readonly urgency: number; readonly incremental: boolean } | undefined;
}

/** A device's end of a link; `direction` is the link direction in which this device sends. */
export interface LabPort {
  readonly name: string;
  readonly link: number;
  readonly direction: number;
  readonly address: number;
  /** All that it has, `address` first: those that follow are its device's further source addresses. */
  readonly addresses: readonly number[];
}

export interface LabLink {
  readonly index: number;
  readonly id: string;
  /** Device indexes of ends a and b. */
  readonly devices: readonly [number, number];
  readonly addresses: readonly [number, number];
  readonly bandwidth: number;
  readonly delay: number;
  readonly mtu: number;
  readonly queuePackets: number;
  readonly queueBytes: number;
  readonly frameOverhead: number;
  /** Packets waiting at which ECN-capable ones are marked. */
  readonly markAt: number;
  readonly loss: number;
  readonly burst: { toBad: number; toGood: number; lossGood: number; lossBad: number } | undefined;
  readonly duplicate: number;
  readonly corrupt: number;
  readonly reorder: number;
  readonly reorderBy: number;
  readonly jitter: number;
}

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

const fraction = (text: string | undefined, fallback = '0%') => valueOf(parseShare(text ?? fallback));

/** How many addresses a device has on each of its links. */
export function sourceAddressesOf(device: Device): number {
  return (device.kind === 'router' ? undefined : device.tcp?.sourceAddresses) ?? 1;
}

/**
 * Addresses of each link's two ends. Link number n (from 1) owns 10.h.l.0/24 with h, l the high and low byte of n;
 * a router takes the subnet's .1, everyone else .2 (the second router, or the second host, takes what is left).
 * An address written in the document wins.
 */
export function linkAddresses(document: Pick<LabDocument, 'devices' | 'links'>): [number, number][] {
  const kinds = new Map(document.devices.map((device) => [device.id, device.kind]));
  return document.links.map((link, index) => {
    const subnet = 0x0a000000 + (index + 1) * 256;
    const bFirst = kinds.get(link.b.device) === 'router' && kinds.get(link.a.device) !== 'router';
    const written = (text: string | undefined) => (text === undefined ? undefined : parseAddress(text));
    return [
      written(link.a.address) ?? subnet + (bFirst ? 2 : 1),
      written(link.b.address) ?? subnet + (bFirst ? 1 : 2),
    ];
  });
}

function resolveImpairments(impairments: Impairments = {}) {
  const burst = impairments.burst;
  return {
    loss: fraction(impairments.loss),
    burst: burst && {
      toBad: fraction(burst.toBad),
      toGood: fraction(burst.toGood),
      lossGood: fraction(burst.lossGood),
      lossBad: fraction(burst.lossBad, '100%'),
    },
    duplicate: fraction(impairments.duplicate),
    corrupt: fraction(impairments.corrupt),
    reorder: fraction(impairments.reorder),
    reorderBy: time(impairments.reorderBy, '0s'),
    jitter: time(impairments.jitter, '0s'),
  };
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
  const links: LabLink[] = document.links.map((link, index) => ({
    index,
    id: link.id,
    devices: [lookUp(indexOf, link.a.device), lookUp(indexOf, link.b.device)],
    addresses: addresses[index] ?? [0, 0],
    bandwidth: valueOf(parseRate(link.bandwidth)),
    delay: time(link.delay, '0s'),
    mtu: link.mtu ?? 1500,
    queuePackets:
      link.queue === undefined
        ? 1000
        : 'packets' in link.queue
          ? link.queue.packets
          : Number.MAX_SAFE_INTEGER,
    queueBytes:
      link.queue !== undefined && 'bytes' in link.queue
        ? bytes(link.queue.bytes, '0B')
        : Number.MAX_SAFE_INTEGER,
    frameOverhead: bytes(link.frameOverhead, '0B'),
    markAt: link.markAt ?? Number.MAX_SAFE_INTEGER,
    ...resolveImpairments(link.impairments),
  }));
  return {
    seed: document.seed,
    duration: time(document.duration, '0s'),
    devices: document.devices.map((device, index) => ({
      index,
      id: device.id,
      kind: device.kind,
      ...portsAndTcp(device, index, links),
      quic: resolveQuic(device.kind === 'router' ? undefined : device.quic),
      http2: resolveHttp2(device.kind === 'router' ? undefined : device.http2),
      tls: resolveServerTls(device.kind === 'server' ? device.tls : undefined),
      handshakeTime: time(device.kind === 'client' ? device.tls?.handshakeTime : undefined, '0s'),
      securePort: device.kind === 'server' ? (device.securePort ?? usualPorts.secure) : 0,
      http: device.kind === 'server' ? (device.http ?? httpVersions) : [],
      blocks:
        device.kind === 'router'
          ? (device.blocks ?? []).map((protocol) => (protocol === 'tcp' ? protocolTcp : protocolUdp))
          : [],
      listenPort: device.kind === 'server' ? (device.port ?? usualPorts.plain) : 0,
      maximumConnections:
        device.kind === 'server' ? (device.maximumConnections ?? Number.MAX_SAFE_INTEGER) : 0,
      pages:
        device.kind === 'server'
          ? (device.pages ?? usualPages).map((page) => ({
              path: page.path,
              size: bytes(page.size, '0B'),
              think: time(page.think, '0s'),
              priority: priorityOf(page),
            }))
          : [],
    })),
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

/** RFC 9218 section 4.1 and 4.2: 3 and not incremental where only the other is said; undefined where nothing is. */
function priorityOf({ urgency, incremental }: Page): LabPage['priority'] {
  if (urgency === undefined && incremental === undefined) return undefined;
  return { urgency: urgency ?? 3, incremental: incremental ?? false };
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

function portsAndTcp(device: Device, index: number, links: readonly LabLink[]) {
  const tcp = resolveTcp(device.kind === 'router' ? undefined : device.tcp);
  return { tcp, ports: portsOf(index, links, tcp.sourceAddresses) };
}

function portsOf(device: number, links: readonly LabLink[], sourceAddresses: number): LabPort[] {
  const ports: LabPort[] = [];
  for (const link of links) {
    for (const end of [0, 1] as const) {
      if (link.devices[end] !== device) continue;
      ports.push({
        name: `eth${ports.length}`,
        link: link.index,
        direction: link.index * 2 + end,
        address: link.addresses[end],
        addresses: Array.from({ length: sourceAddresses }, (_, more) => link.addresses[end] + more),
      });
    }
  }
  return ports;
}

function faultDirection(links: readonly LabLink[], link: number, device: number): number {
  return link * 2 + (links[link]?.devices[1] === device ? 1 : 0);
}
