import fc from 'fast-check';
import type { LabDocument } from '../document';

/** A client, a router and a server in a row: the smallest lab with a flow. */
export function threeDevices(): LabDocument {
  return {
    version: 1,
    title: 'Three devices',
    seed: 1,
    duration: '10s',
    devices: [
      { id: 'client', position: { x: 0, y: 0 }, kind: 'client' },
      { id: 'router', position: { x: 200, y: 0 }, kind: 'router' },
      { id: 'server', position: { x: 400, y: 0 }, kind: 'server', pages: [{ path: '/', size: '10kB' }] },
    ],
    links: [
      { id: 'access', a: { device: 'client' }, b: { device: 'router' }, bandwidth: '100Mbps', delay: '5ms' },
      { id: 'wan', a: { device: 'router' }, b: { device: 'server' }, bandwidth: '1Gbps', delay: '70ms' },
    ],
    workloads: [{ id: 'visit', kind: 'http-get', from: 'client', to: 'server' }],
  };
}

const duration = fc
  .tuple(fc.integer({ min: 1, max: 5000 }), fc.constantFrom('us', 'ms', 's'))
  .map(([count, unit]) => `${count}${unit}`);
const rate = fc
  .tuple(fc.integer({ min: 1, max: 1000 }), fc.constantFrom('kbps', 'Mbps', 'Gbps'))
  .map(([count, unit]) => `${count}${unit}`);
const share = fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`);
const optional = <T extends object>(fields: { [Name in keyof T]: fc.Arbitrary<T[Name]> }) =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

/** Any valid lab: a chain of routers, each with clients and servers on it. */
export const anyLab: fc.Arbitrary<LabDocument> = fc
  .record({
    routers: fc.integer({ min: 1, max: 4 }),
    hosts: fc.array(fc.record({ kind: fc.constantFrom('client', 'server'), on: fc.nat() }), { maxLength: 8 }),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
    title: fc.string({ maxLength: 20 }),
    duration,
    tcp: optional({ nagle: fc.boolean(), timeWait: fc.oneof(duration, fc.constant('rfc9293')) }),
    link: fc.record({ bandwidth: rate, delay: duration }),
    extras: optional({
      mtu: fc.integer({ min: 576, max: 9000 }),
      queue: fc.oneof(fc.record({ packets: fc.nat(1000) }), fc.constant({ bytes: '64kB' })),
      impairments: optional({ loss: share, jitter: duration }),
      note: fc.string(),
    }),
    nth: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }),
  })
  .map(({ routers, hosts, seed, title, duration: length, tcp, link, extras, nth }) => {
    const position = { x: 0, y: 0 };
    const routerIds = Array.from({ length: routers }, (_, index) => `router-${index}`);
    const ends: [string, string][] = [
      ...routerIds.slice(1).map((id, index): [string, string] => [routerIds[index] ?? '', id]),
      ...hosts.map(({ on }, index): [string, string] => [`host-${index}`, routerIds[on % routers] ?? '']),
    ];
    const named = (kind: string) =>
      hosts.flatMap((host, index) => (host.kind === kind ? [`host-${index}`] : []));
    const servers = named('server');
    return {
      version: 1,
      title,
      seed,
      duration: length,
      devices: [
        ...routerIds.map((id) => ({ id, position, kind: 'router' as const })),
        ...hosts.map(({ kind }, index) => ({ id: `host-${index}`, position, kind, tcp }) as const),
      ],
      links: ends.map(([a, b], index) => ({
        id: `link-${index}`,
        a: { device: a },
        b: { device: b },
        ...link,
        ...extras,
      })),
      workloads: named('client').flatMap((from, index) =>
        servers[0] === undefined
          ? []
          : [{ id: `work-${index}`, kind: 'http-get' as const, from, to: servers[0] }],
      ),
      faults: ends[0] ? [{ kind: 'drop-packet' as const, link: 'link-0', from: ends[0][0], nth }] : [],
    };
  });
