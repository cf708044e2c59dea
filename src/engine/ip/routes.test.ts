import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Device, LabDocument, Link } from '../../shared/lab/document';
import { resolveLab, type Lab, type LabPort } from '../../shared/lab/lab';
import { noRoute, ownAddress, unknownAddress } from './next-hops';
import { Routes } from './routes';

type Links = [string, string, Partial<Link>?][];

function labOf(devices: Record<string, Device['kind']>, links: Links): Lab {
  const document: LabDocument = {
    version: 1,
    title: 'Routes',
    seed: 1,
    duration: '1s',
    devices: Object.entries(devices).map(([id, kind]) => ({ id, kind, position: { x: 0, y: 0 } })),
    links: links.map(([a, b, settings], index) => ({
      id: `link-${index}`,
      a: { device: a },
      b: { device: b },
      bandwidth: '1Gbps',
      delay: '1ms',
      ...settings,
    })),
  };
  return resolveLab(document);
}

function routesOf(devices: Record<string, Device['kind']>, links: Links): Routes {
  return new Routes(labOf(devices, links));
}

test('the way with the fewest hops is taken', () => {
  const routes = routesOf({ c: 'client', r1: 'router', r2: 'router', s: 'server' }, [
    ['c', 'r1'],
    ['r1', 'r2'],
    ['r2', 's'],
    ['r1', 's', { delay: '50ms' }],
  ]);
  expect(routes.next(1, 3)).toBe(3 * 2);
});

test('among equally many hops the shorter delay is taken, then the first in the document', () => {
  const routes = routesOf({ c: 'client', s: 'server' }, [
    ['c', 's', { delay: '5ms' }],
    ['c', 's'],
    ['s', 'c'],
  ]);
  expect(routes.next(0, 1)).toBe(1 * 2);
});

test('hosts do not forward', () => {
  const routes = routesOf({ c: 'client', s: 'server', other: 'server' }, [
    ['c', 's'],
    ['s', 'other'],
  ]);
  expect(routes.next(0, 2)).toBe(noRoute);
  expect(routes.next(0, 1)).toBe(0);
});

test('addresses belong to their device, and the way knows its smallest MTU', () => {
  const routes = routesOf({ c: 'client', r: 'router', s: 'server' }, [
    ['c', 'r', { mtu: 9000 }],
    ['r', 's', { mtu: 1400 }],
  ]);
  // Router .1, host .2 on 10.0.1.0/24 and 10.0.2.0/24.
  expect(routes.ownerOf(0x0a000102)).toBe(0);
  expect(routes.ownerOf(0x0a000202)).toBe(2);
  expect(routes.ownerOf(0x0a000909)).toBe(-1);
  expect(routes.tableOf(0).mtu(0x0a000202)).toBe(1400);
  expect(routes.tableOf(0).mtu(0x0a000909)).toBe(0);
});

test('a table tells the next link, its own addresses, and those that nobody has', () => {
  const routes = routesOf({ c: 'client', r: 'router', s: 'server', alone: 'server' }, [
    ['c', 'r'],
    ['r', 's'],
  ]);
  const table = routes.tableOf(1);
  expect(table.next(0x0a000102)).toBe(0 * 2 + 1);
  expect(table.next(0x0a000202)).toBe(1 * 2);
  expect(table.next(0x0a000101)).toBe(ownAddress);
  expect(table.next(0x0a000909)).toBe(unknownAddress);
});

/**
 * The same by Dijkstra's algorithm in its plainest form: link direction and MTU from each device to what is reached by some ports
 * of a device.
 */
function plainly(
  lab: Lab,
  target: number,
  ports: readonly LabPort[],
): { directions: number[]; mtus: number[] } {
  const ways = lab.devices.map(() => ({
    hops: Infinity,
    delay: Infinity,
    mtu: 0,
    direction: noRoute,
    settled: false,
  }));
  Object.assign(ways[target] ?? {}, { hops: 0, delay: 0, mtu: Infinity });
  for (;;) {
    const open = ways.filter((way) => !way.settled && way.hops < Infinity);
    // A sort keeps the order of equals: that of the devices.
    const [nearest] = open.sort((left, right) => left.hops - right.hops || left.delay - right.delay);
    if (!nearest) break;
    nearest.settled = true;
    const device = ways.indexOf(nearest);
    if (device !== target && !lab.devices[device]?.forwarding) continue;
    for (const { link, direction } of (device === target ? ports : lab.devices[device]?.ports) ?? []) {
      const { devices, delay, mtu } = lab.links[link] as Lab['links'][number];
      const way = ways[devices[0] === device ? devices[1] : devices[0]];
      const [hops, total] = [nearest.hops + 1, nearest.delay + delay];
      if (!way || way.settled || way.hops < hops || (way.hops === hops && way.delay <= total)) continue;
      Object.assign(way, { hops, delay: total, mtu: Math.min(nearest.mtu, mtu), direction: direction ^ 1 });
    }
  }
  return { directions: ways.map(({ direction }) => direction), mtus: ways.map(({ mtu }) => mtu) };
}

/** Routers, clients and servers, joined at random, often twice. */
const anyTopology = fc
  .record({
    kinds: fc.array(fc.constantFrom<Device['kind']>('router', 'router', 'client', 'server'), {
      minLength: 2,
      maxLength: 9,
    }),
    joins: fc.array(
      fc.tuple(fc.nat(8), fc.nat(8), fc.constantFrom('1ms', '2ms', '3ms'), fc.constantFrom(1400, 1500)),
      {
        maxLength: 16,
      },
    ),
  })
  .map(({ kinds, joins }) => {
    const links = joins.flatMap(([a, b, delay, mtu]): Links => {
      const [first, second] = [a % kinds.length, b % kinds.length];
      return first === second ? [] : [[`d${first}`, `d${second}`, { delay, mtu }]];
    });
    return labOf(Object.fromEntries(kinds.map((kind, index) => [`d${index}`, kind])), links);
  });

test('every way is the one that a plain search finds, from everywhere to every address and every device', () => {
  fc.assert(
    fc.property(anyTopology, (lab) => {
      const routes = new Routes(lab);
      for (const { index: to, ports, forwarding } of lab.devices) {
        const whole = plainly(lab, to, ports);
        for (const port of ports) {
          const alone = forwarding ? whole : plainly(lab, to, [port]);
          for (const { index: from } of lab.devices) {
            if (from === to) continue;
            const table = routes.tableOf(from);
            expect([table.next(port.address), table.mtu(port.address)]).toEqual([
              alone.directions[from],
              alone.mtus[from],
            ]);
            expect(routes.next(from, to)).toBe(whole.directions[from]);
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('a lab of 20,000 devices finds its ways without a table for each pair', () => {
  const routers = 2000;
  const devices: Record<string, Device['kind']> = {};
  const links: Links = [];
  for (let router = 0; router < routers; router++) {
    devices[`r${router}`] = 'router';
    if (router > 0) links.push([`r${(router - 1) >> 1}`, `r${router}`]);
  }
  for (let host = 0; host < 18_000; host++) {
    devices[`h${host}`] = 'client';
    links.push([`h${host}`, `r${host % routers}`]);
  }
  const lab = labOf(devices, links);
  const routes = new Routes(lab);
  const [server] = lab.devices.at(-1)?.ports ?? [];
  const hosts = lab.devices.filter(({ forwarding }) => !forwarding).slice(0, -1);
  // All of them sent to one: each first to its router. A table for each pair would have 400 million ways.
  for (const { index, ports } of hosts)
    expect(routes.tableOf(index).next(server?.address ?? 0)).toBe(ports[0]?.direction);
});
