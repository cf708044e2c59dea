import { describe, expect, it } from 'vitest';
import type { LabDocument } from '../lab/document';
import { describeProblem } from '../schema/problem';
import { threeDevices } from '../lab/testing/labs';
import { tlsOfWorkload } from './traits/asking';
import { pathsOfWorkload, type Workload, type WorkloadWith } from './workload';
import { validateLab } from '../lab/validate';

type Server = Extract<LabDocument['devices'][number], { kind: 'server' }>;

/** What is said of a workload from the client to the server. */
function linesOf(workload: object, server: Partial<Server> = {}): string[] {
  const lab = threeDevices();
  const outcome = validateLab({
    ...lab,
    devices: lab.devices.map((device) => (device.id === 'server' ? { ...device, ...server } : device)),
    workloads: [{ id: 'visit', kind: 'page-load', from: 'client', to: 'server', ...workload }],
  });
  return outcome.ok ? [] : outcome.problems.map(describeProblem);
}

describe('a workload', () => {
  it.each<Partial<Workload>>([
    { paths: ['/', '/a'], http: '1.1', tls: '1.2', connections: 2, pipelining: true, users: 3 },
    { http: '2', tls: '1.2', resumption: 'ticket', visitedBefore: true },
    { http: '3', tls: '1.3', resumption: 'early-data', race: '100ms' },
    { kind: 'http-get', path: '/', http: '3', requestsPerConnection: 5, closes: 'client' },
    { kind: 'http-get', tls: '1.3', resumption: 'early-data', closes: 'server' },
    { kind: 'media', over: 'tcp', frameSize: '1kB', playout: '100ms', count: 50, interval: '20ms' },
    { kind: 'syn-flood', count: 10, interval: '1ms' },
  ])('may be %o', (workload) => {
    expect(linesOf(workload)).toEqual([]);
  });

  it.each([
    [
      'parts of a page',
      (count: number) => ({ paths: Array.from({ length: count }, (_, at) => `/${at}`) }),
      10_000,
    ],
    ['characters of a path', (length: number) => ({ path: `/${'a'.repeat(length - 1)}` }), 8000],
  ] as const)('takes as many %s as there may be, and not one more', (_, of, most) => {
    expect(linesOf(of(most))).toEqual([]);
    expect(linesOf(of(most + 1))).toEqual([expect.stringContaining(`at most ${most} `)]);
  });

  it.each<[object, string]>([
    [
      { kind: 'media', http: '2' },
      'workloads[0].http: not what "media" has; allowed: id, kind, from, to, over, application, frameSize, playout,',
    ],
    [
      { kind: 'http-get', race: '1s', http: '3' },
      'workloads[0].race: not what "http-get" has; allowed: id, kind, from, to, path, http,',
    ],
    [
      { kind: 'syn-flood', path: '/' },
      'workloads[0].path: not what "syn-flood" has; allowed: id, kind, from, to, start, count, interval',
    ],
    [
      { closes: 'server' },
      'workloads[0].closes: not what "page-load" has; allowed: id, kind, from, to, path,',
    ],
    [{ kind: 'media', overs: 'udp' }, 'workloads[0].overs: an unknown name; allowed: id, kind,'],
  ])('has no more than its kind: %o', (workload, line) => {
    expect(linesOf(workload)).toEqual([expect.stringContaining(line)]);
  });

  it.each<[Partial<Workload>, string]>([
    [{ http: '2', tls: 'none' }, 'workloads[0].tls: "none"; allowed: 1.2 or 1.3'],
    [{ http: '3', tls: '1.2' }, 'workloads[0].tls: "1.2"; allowed: 1.3'],
    [{ http: '3', tls: 'none' }, 'workloads[0].tls: "none"; allowed: 1.3'],
    [{ resumption: 'early-data' }, 'workloads[0].resumption: "early-data"; allowed: none or ticket'],
    [{ http: '2', tls: '1.2', resumption: 'early-data' }, 'workloads[0].resumption: "early-data"'],
    [{ http: '2', race: '1s' }, 'workloads[0].race: "1s"; allowed: nothing: only HTTP/3'],
    [{ http: '2', pipelining: true }, 'workloads[0].pipelining: true; allowed: false'],
    [{ kind: 'http-get', http: '2', closes: 'both' }, 'workloads[0].closes: "both"; allowed: client'],
    [{ path: '/', paths: ['/a'] }, 'workloads[0].path: "/"; allowed: nothing where there are paths'],
  ])('does not contradict itself: %o', (workload, line) => {
    expect(linesOf(workload)).toEqual([expect.stringContaining(line)]);
  });

  it('of media sends frames of one packet each', () => {
    expect(linesOf({ kind: 'media', frameSize: '1400B' })).toEqual([]);
    expect(linesOf({ kind: 'media', frameSize: '1401B' })).toEqual([
      'workloads[0].frameSize: "1401B"; allowed: at most 1400B: a frame of media is one packet',
    ]);
  });

  it.each<[Partial<Workload>, Partial<Server>, string]>([
    [
      { http: '3' },
      { http: ['1.1', '2'] },
      'workloads[0].http: "3" is not what "server" offers; allowed: 1.1, 2',
    ],
    [{ tls: '1.3' }, { http: ['2'] }, 'workloads[0].http: "1.1" is not what "server" offers; allowed: 2'],
    [{ http: '2' }, { tls: { versions: ['1.2'] } }, 'workloads[0].tls: TLS 1.3 is not what "server" offers'],
    [{ http: '3', race: '0s' }, { http: ['3'] }, 'workloads[0].race: HTTP/2 is not what "server" offers'],
  ])('asks for what its server offers: %o of %o', (workload, server, line) => {
    expect(linesOf(workload, server)).toEqual([expect.stringContaining(line)]);
  });

  it('without TLS asks whatever is offered with it', () => {
    expect(linesOf({}, { http: ['3'], tls: { versions: ['1.3'] } })).toEqual([]);
  });
});

describe('a server', () => {
  it('has a port of its own for TLS', () => {
    expect(linesOf({}, { securePort: 80 })).toEqual([
      'devices[2].securePort: 80; allowed: a port other than its port',
    ]);
    expect(linesOf({}, { port: 443 })).toEqual([
      'devices[2].port: 443; allowed: a port other than its securePort',
    ]);
    expect(linesOf({}, { port: 443, securePort: 80 })).toEqual([]);
  });
});

describe('what a workload leaves unsaid', () => {
  type Page = Extract<Workload, { kind: 'page-load' }>;
  const workload = (members: Partial<Page>): WorkloadWith<'asking'> => ({
    id: 'visit',
    kind: 'page-load',
    from: 'client',
    to: 'server',
    ...members,
  });

  it('is TLS by its HTTP version', () => {
    expect((['1.1', '2', '3'] as const).map((http) => tlsOfWorkload(workload({ http })))).toEqual([
      'none',
      '1.3',
      '1.3',
    ]);
  });

  it('is the one path', () => {
    expect(pathsOfWorkload(workload({}))).toEqual(['/']);
    expect(pathsOfWorkload(workload({ path: '/a' }))).toEqual(['/a']);
    expect(pathsOfWorkload(workload({ paths: ['/b', '/c'] }))).toEqual(['/b', '/c']);
  });
});
