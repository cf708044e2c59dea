import { expect, test } from 'vitest';
import { resolveLab } from '../../shared/lab/lab';
import { foldNext } from '../../shared/trace/fold/fold';
import { LabState } from '../../shared/trace/fold/state/lab-state';
import {
  RecordKind,
  SegmentReason,
  appErrors,
  dropReasons,
  none,
  tcpEvents,
  tcpStates,
} from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { measures } from '../measure/measures';
import { observe } from '../measure/observations';
import { lineLab, runLab, type LineSettings } from './testing/labs';

/** Hosts that vanish and come back: what they forget, what they answer, how the other end learns of it. */

const client = 0;
const server = 2;

function run(settings: LineSettings) {
  const document = lineLab(settings);
  const simulation = runLab(document);
  const { trace } = simulation;
  return { trace, observations: observe(resolveLab(document), trace, simulation.now) };
}

function records(trace: Trace, kind: number): number[] {
  return Array.from({ length: trace.records.length }, (_, seq) => seq).filter(
    (seq) => trace.kind(seq) === kind,
  );
}

function crash(device: string, at: string, until?: string): Pick<LineSettings, 'faults'> {
  return { faults: [{ kind: 'crash-device', device, at, ...(until === undefined ? {} : { until }) }] };
}

/** Two requests over one connection, 50 s apart. */
const idle = { workload: { count: 2, interval: '50s', requestsPerConnection: 2 } };

test('a host that is down sends nothing, and what reaches it is lost', () => {
  const { trace } = run({ ...idle, ...crash('server', '10s') });
  const sent = records(trace, RecordKind.tcpSend).filter(
    (seq) => trace.place(seq) === server && trace.time(seq) >= 10e9,
  );
  expect(sent).toEqual([]);
  const lost = records(trace, RecordKind.ipDrop);
  expect(lost.length).toBeGreaterThan(0);
  for (const seq of lost) {
    expect(trace.place(seq)).toBe(server);
    expect(dropReasons[trace.detail(seq)]).toBe('host down');
    expect(trace.kind(trace.cause(seq))).toBe(RecordKind.linkArrive);
  }
});

test('its connections end with it, without a segment, because of the crash', () => {
  const { trace } = run({ ...idle, ...crash('server', '10s') });
  const over = records(trace, RecordKind.tcpState).filter((seq) => trace.time(seq) === 10e9);
  expect(over).toHaveLength(1);
  const change = trace.a(over[0] ?? none);
  expect(tcpStates[change & 0xff]).toBe('ESTABLISHED');
  expect(tcpStates[(change >>> 8) & 0xff]).toBe('CLOSED');
  expect(tcpEvents[change >>> 16]).toBe('ABORT');
  expect(trace.kind(trace.cause(over[0] ?? none))).toBe(RecordKind.deviceCrash);
});

test('the end that is left believes in the connection until it writes, and is reset when the host is back', () => {
  const { trace, observations } = run({ ...idle, ...crash('server', '10s', '40s') });
  expect(measures['client-end-event'](observations, 0)).toBe('SEGMENT.RST');
  const errors = records(trace, RecordKind.appError);
  expect(errors.map((seq) => appErrors[trace.detail(seq)])).toEqual(['ECONNRESET']);
  // Written at 50 s, answered a round trip of 40 ms later.
  expect(measures['half-open-time'](observations, 0)).toBeGreaterThan(40.04e9);
  expect(measures['half-open-time'](observations, 0)).toBeLessThan(40.05e9);
  const resets = records(trace, RecordKind.tcpSend).filter((seq) => trace.detail(seq) === SegmentReason.rst);
  expect(resets.map((seq) => trace.place(seq))).toEqual([server]);
});

test('keep-alive finds out without writing', () => {
  const keepAlive = { idle: '5s', interval: '1s', probes: 3 };
  const { observations } = run({
    ...idle,
    duration: '30s',
    client: { keepAlive },
    ...crash('server', '10s', '25s'),
  });
  expect(measures['client-end-event'](observations, 0)).toBe('TIMEOUT.USER');
  expect(measures['half-open-time'](observations, 0)).toBeLessThan(8.1e9);
});

test('who never writes never learns', () => {
  const { observations } = run({ ...idle, duration: '45s', ...crash('server', '10s', '40s') });
  expect(measures['client-states'](observations, 0)).toBe('SYN-SENT, ESTABLISHED');
  expect(measures['half-open-time'](observations, 0)).toBeUndefined();
});

test('a server that is back serves as before', () => {
  const { observations } = run({
    workload: { count: 3, interval: '10s' },
    ...crash('server', '5s', '15s'),
  });
  // The second SYN meets nobody at 10 s and is repeated until somebody is there.
  const done = observations.requests.map(({ completed }) => observations.trace.time(completed) / 1e9);
  expect(done[0]).toBeLessThan(1);
  expect(done[1]).toBeGreaterThan(15);
  expect(done[2]).toBeLessThan(21);
});

test('what a server was thinking about before a crash is never said after it', () => {
  const { trace } = run({
    think: '3s',
    workload: { count: 2, interval: '2500ms' },
    ...crash('server', '1s', '2s'),
  });
  // The first answer would have been due at 3 s; the second request comes at 2.5 s and is answered at 5.5 s.
  const said = records(trace, RecordKind.httpResponse);
  expect(said.map((seq) => trace.a(seq))).toEqual([1]);
  expect(trace.time(said[0] ?? none)).toBeGreaterThan(5.5e9);
});

test('a host is down from its crash until it is back', () => {
  const { trace } = run({ ...idle, ...crash('server', '10s', '40s') });
  const state = new LabState();
  const downFrom: number[] = [];
  const upFrom: number[] = [];
  let down = 0;
  while (state.next < trace.records.length) {
    foldNext(state, trace);
    const now = state.devices.get(server, 'down');
    if (now !== down) (now === 1 ? downFrom : upFrom).push(state.time);
    down = now;
  }
  expect([downFrom, upFrom]).toEqual([[10e9], [40e9]]);
});

test('a crash forgets TIME-WAIT, and the ports that it held', () => {
  const { observations } = run({
    workload: { count: 2, interval: '10s' },
    client: { ephemeralPorts: { from: 40000, to: 40000 } },
    ...crash('client', '2s', '3s'),
  });
  expect(measures['port-failures'](observations, 0)).toBe(0);
  expect(measures['time-wait-peak'](observations, client)).toBe(1);
  expect(measures.responses(observations, 0)).toBe(2);
});

test('a client makes no requests while it is down, and begins anew afterwards', () => {
  const { observations, trace } = run({
    workload: { count: 6, interval: '1s', requestsPerConnection: 6 },
    ...crash('client', '1500ms', '3500ms'),
  });
  // At 0 and 1 s on one connection; 2 and 3 s are left out; 4 and 5 s on another.
  expect(observations.requests.map(({ connection }) => connection)).toEqual([0, 0, 1, 1]);
  expect(observations.requests.every(({ completed }) => completed !== none)).toBe(true);
  const last = observations.connections.connections[1];
  expect(last?.states.map((state) => tcpStates[state])).toEqual(['CLOSED', 'CLOSED']);
  expect(trace.connections).toHaveLength(2);
});

test('the same crash leaves the same trace', () => {
  const settings = { ...idle, ...crash('server', '10s', '40s') };
  const times = (trace: Trace) => Array.from({ length: trace.records.length }, (_, seq) => trace.time(seq));
  expect(times(run(settings).trace)).toEqual(times(run(settings).trace));
});
