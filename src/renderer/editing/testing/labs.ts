import type { LabDocument } from '../../../shared/lab/document';

/** client - router - server, with a workload, a fault of each kind and a claim. */
export function threeDeviceLab(): LabDocument {
  return {
    version: 1,
    title: 'Three devices',
    seed: 7,
    duration: '10s',
    devices: [
      { id: 'client', kind: 'client', name: 'Seoul', position: { x: 0, y: 0 } },
      { id: 'router', kind: 'router', position: { x: 400, y: 0 } },
      { id: 'server', kind: 'server', position: { x: 800, y: 0 }, tcp: { timeWait: 'linux' } },
    ],
    links: [
      {
        id: 'client-router',
        a: { device: 'client', address: '10.1.0.2' },
        b: { device: 'router' },
        bandwidth: '100Mbps',
        delay: '75ms',
      },
      {
        id: 'router-server',
        a: { device: 'router' },
        b: { device: 'server' },
        bandwidth: '1Gbps',
        delay: '1ms',
      },
    ],
    workloads: [{ id: 'visit', kind: 'http-get', from: 'client', to: 'server', path: '/' }],
    faults: [
      { kind: 'cut-link', link: 'client-router', at: '1s', until: '2s' },
      { kind: 'drop-packet', link: 'client-router', from: 'client', nth: [1] },
      { kind: 'crash-device', device: 'server', at: '3s' },
    ],
    claims: [
      { id: 'first-byte', says: 'one and a half round trips', measure: 'handshake-time', workload: 'visit' },
    ],
  };
}

/** Just these devices, in a row, linked as told. */
export function labOf(
  devices: Readonly<Record<string, 'client' | 'router' | 'server'>>,
  links: readonly (readonly [string, string])[],
): LabDocument {
  return {
    version: 1,
    title: 'Lab',
    seed: 1,
    duration: '10s',
    devices: Object.entries(devices).map(([id, kind], index) => ({
      id,
      kind,
      position: { x: index * 200, y: 0 },
    })),
    links: links.map(([a, b]) => ({
      id: `${a}-${b}`,
      a: { device: a },
      b: { device: b },
      bandwidth: '100Mbps',
      delay: '10ms',
    })),
  };
}
