import { expect, test } from 'vitest';
import { resolveLab } from '../../shared/lab/lab';
import type { LabDocument } from '../../shared/lab/document';
import { RecordKind, SegmentReason, dropReasons, none, tcpStates } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { measures } from '../measure/measures';
import { observe, type Observations } from '../measure/observations';
import { lineLab, runLab, type LineSettings } from './testing/labs';

/** What workloads can be told besides asking once: users that keep connections, both ends closing, floods. */

function records(trace: TraceReader, kind: number): number[] {
  return Array.from({ length: trace.records.length }, (_, seq) => seq).filter(
    (seq) => trace.kind(seq) === kind,
  );
}

function observed(document: LabDocument): Observations {
  const simulation = runLab(document);
  return observe(resolveLab(document), simulation.trace, simulation.now);
}
const run = (settings: LineSettings) => observed(lineLab(settings));

test('users take turns, and each keeps a connection for as many requests as it may', () => {
  const result = run({ workload: { count: 12, interval: '100ms', users: 3, requestsPerConnection: 2 } });
  const { trace, requests } = result;
  // Six sessions of two requests, user after user.
  expect(trace.connections).toHaveLength(6);
  expect(requests.map(({ connection }) => connection)).toEqual([0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]);
  expect(requests.every(({ completed }) => completed !== none)).toBe(true);
});

test('a user with fewer requests left than a connection carries closes after the last one', () => {
  const result = run({ workload: { count: 5, interval: '100ms', users: 2, requestsPerConnection: 10 } });
  expect(result.trace.connections).toHaveLength(2);
  const states = result.connections.connections.flatMap((connection) => connection.states);
  expect(states.every((state) => tcpStates[state] === 'CLOSED')).toBe(true);
});

test('both ends close at the same virtual moment, cross in CLOSING, and both wait', () => {
  const result = run({ workload: { closes: 'both' } });
  const { trace } = result;
  const fins = records(trace, RecordKind.tcpSend).filter((seq) => trace.detail(seq) === SegmentReason.fin);
  expect(fins.map((seq) => trace.place(seq)).sort()).toEqual([0, 2]);
  expect(new Set(fins.map((seq) => trace.time(seq))).size).toBe(1);
  for (const end of ['client-states', 'server-states'] as const)
    expect(measures[end](result, 0)).toContain('FIN-WAIT-1, CLOSING, TIME-WAIT, CLOSED');
  expect(measures['time-wait-holder'](result, 0)).toBe('client, server');
});

test('both ends close only after the last response of the connection', () => {
  const result = run({
    workload: { closes: 'both', count: 4, interval: '200ms', requestsPerConnection: 2 },
  });
  expect(result.trace.connections).toHaveLength(2);
  expect(result.requests.every(({ completed }) => completed !== none)).toBe(true);
  expect(result.connections.connections.every(({ timeWaitEntered }) => !timeWaitEntered.includes(none))).toBe(
    true,
  );
});

/** A client, an attacker with a flood of 20 SYNs, and a server with a backlog of 5. */
function floodLab(synCookies: boolean, count = 20): LabDocument {
  const lab = lineLab({
    server: { synBacklog: 5, synCookies },
    workload: { start: '1s' },
    duration: '300s',
  });
  const attacker = { id: 'attacker', kind: 'client' as const, position: { x: 0, y: 0 } };
  const link = { bandwidth: '100Mbps', delay: '10ms' };
  return {
    ...lab,
    devices: [...lab.devices, attacker],
    links: [...lab.links, { id: 'dark', a: { device: 'attacker' }, b: { device: 'router' }, ...link }],
    workloads: [
      { id: 'flood', kind: 'syn-flood', from: 'attacker', to: 'server', count, interval: '10ms' },
      ...(lab.workloads ?? []),
    ],
  };
}

test('a flood sends its SYNs at its pace, each from another address that nobody has', () => {
  const { trace } = observed(floodLab(false));
  const sent = records(trace, RecordKind.tcpSend).filter((seq) => trace.place(seq) === 3);
  expect(sent.map((seq) => trace.time(seq))).toEqual(Array.from({ length: 20 }, (_, nth) => nth * 10e6));
  const sources = sent.map((seq) => trace.sourceAddress(trace.packet(seq)));
  expect(new Set(sources).size).toBe(20);
  expect(sources.every((source) => source >>> 17 === 0xc6120000 >>> 17)).toBe(true);
});

test('the SYN-ACKs of a flood leave the server and find no way at the router', () => {
  const { trace } = observed(floodLab(false));
  const lost = records(trace, RecordKind.ipDrop).filter(
    (seq) => trace.detail(seq) === dropReasons.indexOf('no route'),
  );
  expect(lost.length).toBeGreaterThan(0);
  expect(new Set(lost.map((seq) => trace.place(seq)))).toEqual(new Set([1]));
  expect(lost.every((seq) => trace.kind(trace.cause(seq)) === RecordKind.linkArrive)).toBe(true);
});

test('a flood fills the backlog until the server gives its half-open connections up, and a visitor waits so long', () => {
  const result = observed(floodLab(false));
  expect(measures['syn-backlog-peak'](result, 2)).toBe(5);
  // Fifteen of the flood, and the visitor's SYN and its repetitions after 1, 2, 3, 4, 5, 7, 11, 19 and 35 s.
  expect(measures['syn-backlog-drops'](result, 2)).toBe(15 + 10);
  const visit = result.requests[0];
  // SYN-ACKs are given up 63 s after the SYN; the visitor's eleventh SYN comes 67 s after its first.
  expect(result.trace.time(visit?.completed ?? none)).toBeGreaterThan(63e9);
});

test('with cookies the same visitor is served at once', () => {
  const result = observed(floodLab(true));
  expect(measures['syn-backlog-peak'](result, 2)).toBe(5);
  expect(measures['syn-backlog-drops'](result, 2)).toBe(0);
  expect(result.trace.time(result.requests[0]?.completed ?? none)).toBeLessThan(1.1e9);
});

test('half-open connections of a flood leave nothing behind', () => {
  const result = observed(floodLab(false));
  const { trace } = result;
  expect(trace.detail(trace.records.length - 1)).toBe(0);
  const states = result.connections.connections.map(({ states: [, server] }) => tcpStates[server]);
  expect(new Set(states)).toEqual(new Set(['CLOSED']));
});
