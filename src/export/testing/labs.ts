import { type Lab, resolveLab } from '../../shared/lab/lab';
import type { Impairments, LabDocument, TcpSettings } from '../../shared/lab/document';

/** What the labs of these tests differ in. */
export interface ChainSettings {
  readonly clients?: number;
  readonly size?: string;
  readonly bandwidth?: string;
  readonly accessDelay?: string;
  readonly delay?: string;
  readonly mtu?: number;
  readonly queue?: { readonly packets: number };
  readonly impairments?: Impairments;
  readonly tcp?: TcpSettings;
  /** Of the server, over `tcp`. */
  readonly serverTcp?: TcpSettings;
  /** Connections that the server serves at once. */
  readonly maximumConnections?: number;
  readonly count?: number;
  readonly requestsPerConnection?: number;
  readonly interval?: string;
  readonly closes?: 'client' | 'server';
  readonly duration?: string;
  readonly faults?: LabDocument['faults'];
  readonly seed?: number;
}

/** Clients on access links (`access-1`, ...) to `router`, and the link `wan` from there to `server`. */
export function chainDocument(settings: ChainSettings = {}): LabDocument {
  const { clients = 1, mtu = 1500, bandwidth = '100Mbps', tcp = {} } = settings;
  const names = Array.from({ length: clients }, (_, index) =>
    index === 0 ? 'client' : `client-${index + 1}`,
  );
  const position = { x: 0, y: 0 };
  const { faults } = settings;
  return {
    version: 1,
    title: 'A chain',
    seed: settings.seed ?? 1,
    duration: settings.duration ?? '100s',
    devices: [
      ...names.map((id) => ({ id, kind: 'client' as const, position, tcp })),
      { id: 'router', kind: 'router', position },
      {
        id: 'server',
        kind: 'server',
        position,
        tcp: { ...tcp, ...settings.serverTcp },
        pages: [{ path: '/', size: settings.size ?? '10kB' }],
        ...(settings.maximumConnections ? { maximumConnections: settings.maximumConnections } : {}),
      },
    ],
    links: [
      ...names.map((id, index) => ({
        id: `access-${index + 1}`,
        a: { device: id },
        b: { device: 'router' },
        bandwidth: '1Gbps',
        delay: settings.accessDelay ?? '1ms',
        mtu,
      })),
      {
        id: 'wan',
        a: { device: 'router' },
        b: { device: 'server' },
        bandwidth,
        delay: settings.delay ?? '20ms',
        mtu,
        ...(settings.queue ? { queue: settings.queue } : {}),
        ...(settings.impairments ? { impairments: settings.impairments } : {}),
      },
    ],
    workloads: names.map((id) => ({
      id: `gets-of-${id}`,
      kind: 'http-get' as const,
      from: id,
      to: 'server',
      start: '1ms',
      count: settings.count ?? 1,
      interval: settings.interval ?? '0s',
      requestsPerConnection: settings.requestsPerConnection ?? 1,
      closes: settings.closes ?? 'client',
    })),
    ...(faults ? { faults } : {}),
  };
}

export function chainLab(settings: ChainSettings = {}): Lab {
  return resolveLab(chainDocument(settings));
}

/** A client and a server at the two ends of one link. */
export function clientAndServer(): Lab {
  const position = { x: 0, y: 0 };
  const link = { a: { device: 'client' }, b: { device: 'server' }, bandwidth: '1Gbps', delay: '1ms' };
  return resolveLab({
    version: 1,
    title: 'A client and a server',
    seed: 7,
    duration: '1s',
    devices: [
      { id: 'client', kind: 'client', position },
      { id: 'server', kind: 'server', position },
    ],
    links: [{ id: 'link', ...link }],
    workloads: [],
  });
}
