import { describe, expect, test } from 'vitest';
import type { LabDocument, Workload } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { RecordKind } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { createSimulation } from './simulation';

const roundTrip = 100e6;

/** A client and a server 50 ms apart, over a link so fast that a frame's own length takes no time. */
function labWith(workload: Partial<Workload>): LabDocument {
  return {
    version: 1,
    title: 'Round trips',
    seed: 7,
    duration: '20s',
    devices: [
      { id: 'client', kind: 'client', position: { x: 0, y: 0 } },
      { id: 'server', kind: 'server', position: { x: 1, y: 0 }, pages: [{ path: '/', size: '100B' }] },
    ],
    links: [
      { id: 'link', a: { device: 'client' }, b: { device: 'server' }, bandwidth: '1Tbps', delay: '50ms' },
    ],
    workloads: [{ id: 'visit', kind: 'page-load', from: 'client', to: 'server', ...workload }],
  };
}

function run(workload: Partial<Workload>): Trace {
  const simulation = createSimulation(resolveLab(labWith(workload)));
  simulation.advance(Infinity);
  return simulation.trace;
}

/** The time from the n-th click to its first record of a kind, in round trips. */
function roundTripsTo(trace: Trace, kind: number, visit: number): number {
  const times = { click: NaN, reached: NaN };
  for (let seq = trace.records.length - 1; seq >= 0; seq -= 1) {
    if (trace.a(seq) !== visit) continue;
    if (trace.kind(seq) === RecordKind.appStart) times.click = trace.time(seq);
    if (trace.kind(seq) === kind) times.reached = trace.time(seq);
  }
  return (times.reached - times.click) / roundTrip;
}

interface Case {
  readonly http: '1.1' | '2' | '3';
  readonly tls: 'none' | '1.2' | '1.3';
  readonly resumption: 'none' | 'ticket' | 'early-data';
  /** Round trips until the request leaves: on the first visit, and on the second. */
  readonly first: number;
  readonly return: number;
}

// RFC 9293 section 3.5: 1 for TCP. RFC 8446 section 2: 1 for TLS 1.3, 0 for its early data. RFC 5246 section 7.3: 2 for
// TLS 1.2, 1 abbreviated. RFC 9001 section 4: 1 for QUIC with TLS inside, 0 for early data.
const cases: readonly Case[] = [
  { http: '1.1', tls: 'none', resumption: 'none', first: 1, return: 1 },
  { http: '1.1', tls: '1.2', resumption: 'none', first: 3, return: 3 },
  { http: '1.1', tls: '1.2', resumption: 'ticket', first: 3, return: 2 },
  { http: '1.1', tls: '1.3', resumption: 'none', first: 2, return: 2 },
  { http: '1.1', tls: '1.3', resumption: 'ticket', first: 2, return: 2 },
  { http: '1.1', tls: '1.3', resumption: 'early-data', first: 2, return: 1 },
  { http: '2', tls: '1.2', resumption: 'none', first: 3, return: 3 },
  { http: '2', tls: '1.2', resumption: 'ticket', first: 3, return: 2 },
  { http: '2', tls: '1.3', resumption: 'none', first: 2, return: 2 },
  { http: '2', tls: '1.3', resumption: 'ticket', first: 2, return: 2 },
  { http: '2', tls: '1.3', resumption: 'early-data', first: 2, return: 1 },
  { http: '3', tls: '1.3', resumption: 'none', first: 1, return: 1 },
  { http: '3', tls: '1.3', resumption: 'ticket', first: 1, return: 1 },
  { http: '3', tls: '1.3', resumption: 'early-data', first: 1, return: 0 },
];

describe.each(cases)('HTTP/$http, TLS $tls, resumption: $resumption', (expected) => {
  const { http, tls, resumption } = expected;
  const trace = run({ http, tls, resumption, count: 2, interval: '5s' });

  test.each([
    [0, 'first', expected.first],
    [1, 'return', expected.return],
  ] as const)('visit %i (%s): the request leaves after %i round trips', (visit, _name, roundTrips) => {
    expect(roundTripsTo(trace, RecordKind.httpRequest, visit)).toBeCloseTo(roundTrips, 3);
    expect(roundTripsTo(trace, RecordKind.httpRequestReceived, visit)).toBeCloseTo(roundTrips + 0.5, 3);
    expect(roundTripsTo(trace, RecordKind.httpResponseReceived, visit)).toBeCloseTo(roundTrips + 1, 3);
  });
});

describe('early data', () => {
  test('of a visit before the run is sent at once', () => {
    const trace = run({ http: '3', resumption: 'early-data', visitedBefore: true });
    expect(roundTripsTo(trace, RecordKind.httpRequest, 0)).toBe(0);
    expect(roundTripsTo(trace, RecordKind.httpResponseReceived, 0)).toBeCloseTo(1, 3);
  });
});
