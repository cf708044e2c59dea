import { describe, expect, it } from 'vitest';
import type { LabDocument } from '../lab/document';
import { resolveLab } from '../lab/lab';
import { describeProblem } from '../schema/problem';
import { threeDevices } from '../lab/testing/labs';
import { validateLab } from '../lab/validate';

import type { Fault } from './fault';

/** Three devices in a row, and a second way from the client to the router. */
function labWith(fault: Fault): LabDocument {
  const lab = threeDevices();
  const mobile = { id: 'mobile', a: { device: 'client' }, b: { device: 'router' } };
  return {
    ...lab,
    devices: [...lab.devices, { id: 'other', kind: 'client', position: { x: 0, y: 100 } }],
    links: [
      ...lab.links,
      { ...mobile, bandwidth: '10Mbps', delay: '40ms' },
      { ...mobile, id: 'office', a: { device: 'other' }, bandwidth: '10Mbps', delay: '1ms' },
    ],
    workloads: [
      ...(lab.workloads ?? []),
      { id: 'call', kind: 'media', from: 'client', to: 'server' },
      { id: 'lost', kind: 'http-get', from: 'client', to: 'server', path: '/nowhere' },
    ],
    faults: [fault],
  };
}

function linesOf(fault: Fault): string[] {
  const outcome = validateLab(labWith(fault));
  return outcome.ok ? [] : outcome.problems.map(describeProblem);
}

const response = {
  kind: 'drop-response',
  link: 'wan',
  from: 'server',
  workload: 'visit',
  path: '/',
  byte: 0,
} as const;
const move = { kind: 'change-address', device: 'client', link: 'mobile', at: '1s' } as const;

describe('a fault', () => {
  it.each<Fault>([
    response,
    { ...response, byte: 9999 },
    move,
    { ...move, link: 'access' },
    { kind: 'cut-link', link: 'wan', at: '1s', until: '2s' },
    { kind: 'crash-device', device: 'server', at: '0s' },
    { kind: 'drop-packet', link: 'wan', from: 'router', nth: [1] },
  ])('may be %o', (fault) => {
    expect(linesOf(fault)).toEqual([]);
  });

  it.each<[Fault, string]>([
    [{ ...response, link: 'wlan' }, 'faults[0].link: "wlan" is no link; '],
    [{ ...response, from: 'client' }, 'faults[0].from: "client" is no end of "wan"; allowed: router, server'],
    [{ ...response, workload: 'call' }, 'faults[0].workload: "call" is no workload with responses; '],
    [{ ...response, path: '/a' }, 'faults[0].path: "/a" is not what "visit" asks for; allowed: /'],
    [
      { ...response, workload: 'lost', path: '/nowhere' },
      'faults[0].path: "/nowhere" is no page of "server"; ',
    ],
    [{ ...response, byte: 10_000 }, 'faults[0].byte: 10000; allowed: a byte from 0 to 9999'],
    [{ ...move, device: 'server' }, 'faults[0].device: "server" is a server; '],
    [{ ...move, device: 'nobody' }, 'faults[0].device: "nobody" is no client; '],
    [{ ...move, link: 'wan' }, 'faults[0].link: "wan" is no link of client; '],
    [
      { ...move, device: 'other', link: 'office' },
      'faults[0].device: "other" has no other link; allowed: a client with',
    ],
    [
      { kind: 'cut-link', link: 'wan', at: '2s', until: '2s' },
      'faults[0].until: "2s"; allowed: a time after "2s"',
    ],
    [{ kind: 'crash-device', device: 'router', at: '0s' }, 'faults[0].device: "router" is a router; '],
    [
      { kind: 'drop-packet', link: 'wan', from: 'client', nth: [1] },
      'faults[0].from: "client" is no end of "wan"; ',
    ],
  ])('is refused where it cannot be: %o', (fault, line) => {
    expect(linesOf(fault)).toEqual([expect.stringContaining(line)]);
  });

  it('of an address names the one that the client moves to', () => {
    expect(resolveLab(labWith(move)).faults).toEqual([
      { kind: 'change-address', device: 0, address: 0x0a000302, at: 1e9, until: undefined },
    ]);
  });
});
