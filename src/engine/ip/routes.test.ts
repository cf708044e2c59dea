import { expect, test } from 'vitest';
import type { Device, LabDocument, Link } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { noRoute, ownAddress, unknownAddress } from './forwarding-table';
import { Routes } from './routes';

function routesOf(
  devices: Record<string, Device['kind']>,
  links: [string, string, Partial<Link>?][],
): Routes {
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
  return new Routes(resolveLab(document));
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
