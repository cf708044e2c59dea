import { describe, expect, it } from 'vitest';
import type { Fault, LabDocument, Workload } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { validateLab } from '../../shared/lab/parse';
import { createSimulation } from '../world/simulation';
import { measures } from './measures';
import { observe, type Observations } from './observations';

const paths = ['/page', '/style', '/script'];

/** A client and a server, 50 ms apart, over a link so fast that distance is all that counts. */
function lab(workload: Partial<Workload>, faults: readonly Fault[] = []): LabDocument {
  return {
    version: 1,
    title: 'a page',
    seed: 1,
    duration: '20s',
    devices: [
      { id: 'client', kind: 'client', position: { x: 0, y: 0 } },
      {
        id: 'server',
        kind: 'server',
        position: { x: 400, y: 0 },
        pages: paths.map((path) => ({ path, size: '60kB' })),
      },
    ],
    links: [
      { id: 'link', a: { device: 'client' }, b: { device: 'server' }, bandwidth: '1Gbps', delay: '50ms' },
    ],
    workloads: [
      {
        ...{ id: 'visit', from: 'client', to: 'server' },
        ...(workload.kind === 'media' ? workload : { kind: 'page-load', paths, ...workload }),
      },
    ] as Workload[],
    faults: [...faults],
  };
}

function run(workload: Partial<Workload>, faults: readonly Fault[] = []): Observations {
  const document = lab(workload, faults);
  const outcome = validateLab(document);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  const resolved = resolveLab(document);
  const simulation = createSimulation(resolved);
  simulation.advance(resolved.duration);
  return observe(resolved, simulation.trace, simulation.now);
}

const figure = (run: Observations, name: keyof typeof measures) => Number(measures[name](run, 0));

interface Visit {
  readonly name: string;
  readonly workload: Partial<Workload>;
  /** Round trips before the request can be sent. */
  readonly trips: number;
  readonly protocol: string;
}

const visits: readonly Visit[] = [
  { name: 'HTTP/1.1', workload: { http: '1.1' }, trips: 1, protocol: 'HTTP/1.1' },
  { name: 'HTTP/1.1, TLS 1.2', workload: { http: '1.1', tls: '1.2' }, trips: 3, protocol: 'HTTP/1.1' },
  { name: 'HTTP/1.1, TLS 1.3', workload: { http: '1.1', tls: '1.3' }, trips: 2, protocol: 'HTTP/1.1' },
  { name: 'HTTP/2, TLS 1.2', workload: { http: '2', tls: '1.2' }, trips: 3, protocol: 'HTTP/2' },
  { name: 'HTTP/2, TLS 1.3', workload: { http: '2', tls: '1.3' }, trips: 2, protocol: 'HTTP/2' },
  { name: 'HTTP/3', workload: { http: '3' }, trips: 1, protocol: 'HTTP/3' },
];
const returning = { visitedBefore: true, resumption: 'ticket' } as const;
const early = { visitedBefore: true, resumption: 'early-data' } as const;
const returns: readonly Visit[] = [
  // The abbreviated handshake of TLS 1.2 spares one round trip of two (RFC 5246 section 7.3).
  {
    name: 'HTTP/1.1, TLS 1.2, resumed',
    workload: { http: '1.1', tls: '1.2', ...returning },
    trips: 2,
    protocol: 'HTTP/1.1',
  },
  {
    name: 'HTTP/2, TLS 1.2, resumed',
    workload: { http: '2', tls: '1.2', ...returning },
    trips: 2,
    protocol: 'HTTP/2',
  },
  { name: 'HTTP/2, TLS 1.3, resumed', workload: { http: '2', ...returning }, trips: 2, protocol: 'HTTP/2' },
  { name: 'HTTP/3, resumed', workload: { http: '3', ...returning }, trips: 1, protocol: 'HTTP/3' },
  {
    name: 'HTTP/1.1, TLS 1.3, early data',
    workload: { http: '1.1', tls: '1.3', ...early },
    trips: 1,
    protocol: 'HTTP/1.1',
  },
  { name: 'HTTP/2, TLS 1.3, early data', workload: { http: '2', ...early }, trips: 1, protocol: 'HTTP/2' },
  { name: 'HTTP/3, early data', workload: { http: '3', ...early }, trips: 0, protocol: 'HTTP/3' },
];

describe('round trips before the request leaves, over a link of 100 ms there and back', () => {
  it.each([...visits, ...returns])('$name: $trips', ({ workload, trips, protocol }) => {
    const observed = run(workload);
    expect(measures['protocol-used'](observed, 0)).toBe(protocol);
    expect(figure(observed, 'round-trips-before-request')).toBeCloseTo(trips, 1);
    expect(figure(observed, 'round-trips-to-server')).toBeCloseTo(trips + 0.5, 1);
    expect(measures['response-count'](observed, 0)).toBe(paths.length);
  });

  it('counts early data and resumed sessions as such', () => {
    const observed = run({ http: '3', ...early });
    expect(figure(observed, 'early-data-requests')).toBe(3);
    expect(figure(observed, 'early-data-rejected')).toBe(0);
    expect(figure(observed, 'sessions-resumed')).toBe(1);
    expect(figure(run({ http: '3' }), 'early-data-requests')).toBe(0);
    expect(figure(run({ http: '3' }), 'sessions-resumed')).toBe(0);
  });
});

describe('one lost packet', () => {
  const loss: Fault = {
    kind: 'drop-response',
    link: 'link',
    from: 'server',
    workload: 'visit',
    path: '/style',
    byte: 20_000,
  };

  it('stalls every stream of HTTP/2 that is not done, and exactly one of HTTP/3', () => {
    const http2 = run({ http: '2' }, [loss]);
    const http3 = run({ http: '3' }, [loss]);
    expect(figure(http2, 'requests-stalled-by-loss')).toBeGreaterThanOrEqual(2);
    expect(figure(http3, 'requests-stalled-by-loss')).toBe(1);
    expect(figure(http2, 'loss-stall-time')).toBeGreaterThan(figure(http3, 'loss-stall-time'));
  });

  it('stalls nothing where none is lost', () => {
    for (const http of ['1.1', '2', '3'] as const) {
      const observed = run({ http });
      expect(figure(observed, 'requests-stalled-by-loss'), http).toBe(0);
      expect(figure(observed, 'loss-stall-time'), http).toBe(0);
      expect(figure(observed, 'buffered-peak'), http).toBe(0);
    }
  });
});

describe('what a page costs', () => {
  it('makes requests of one HTTP/1.1 connection queue, and of six not', () => {
    const one = run({ connections: 1 });
    const six = run({ connections: 6 });
    expect(figure(one, 'connections-used')).toBe(1);
    expect(figure(six, 'connections-used')).toBe(3);
    expect(figure(one, 'queued-time')).toBeGreaterThan(0);
    expect(figure(six, 'queued-time')).toBe(0);
    expect(figure(six, 'page-complete')).toBeLessThan(figure(one, 'page-complete'));
  });

  it("counts TCP's and TLS's handshakes, and QUIC's as one", () => {
    expect(figure(run({ http: '1.1', connections: 1 }), 'handshake-count')).toBe(1);
    expect(figure(run({ http: '2' }), 'handshake-count')).toBe(2);
    expect(figure(run({ http: '3' }), 'handshake-count')).toBe(1);
  });

  it('puts at least the bodies on the wire', () => {
    for (const http of ['1.1', '2', '3'] as const) {
      const bytes = figure(run({ http }), 'wire-bytes');
      expect(bytes).toBeGreaterThan(180_000);
      expect(bytes).toBeLessThan(220_000);
    }
  });
});

describe('a call over a link that loses frames', () => {
  const call = {
    kind: 'media',
    count: 100,
    interval: '20ms',
    frameSize: '1kB',
    playout: '30ms',
  } as const;
  const losses: Fault = { kind: 'drop-packet', link: 'link', from: 'server', nth: [30, 40, 50] };
  const both = (over: 'udp' | 'tcp') => {
    const fromClient: Fault = { ...losses, from: 'client' };
    return run({ ...call, over }, [losses, fromClient]);
  };

  it('skips what is lost over UDP, and freezes over TCP', () => {
    const udp = both('udp');
    const tcp = both('tcp');
    expect(figure(udp, 'media-frames-sent')).toBe(100);
    expect(figure(udp, 'media-frames-skipped')).toBe(3);
    expect(figure(udp, 'media-frames-shown')).toBe(97);
    expect(figure(udp, 'media-freezes')).toBe(0);
    expect(figure(udp, 'media-freeze-time')).toBe(0);
    expect(figure(tcp, 'media-frames-shown')).toBe(100);
    expect(figure(tcp, 'media-frames-skipped')).toBe(0);
    expect(figure(tcp, 'media-freezes')).toBeGreaterThan(0);
    expect(figure(tcp, 'media-freeze-time')).toBeGreaterThan(0);
    expect(measures['protocol-used'](udp, 0)).toBe('UDP');
    expect(measures['protocol-used'](tcp, 0)).toBe('TCP');
  });

  it('counts the bytes of the frames that came, over UDP as over TCP', () => {
    const { connections } = both('udp').connections;
    expect(connections.map(({ deliveredBytes }) => deliveredBytes)).toEqual([[0, 97_000]]);
  });
});
