import { describe, expect, test } from 'vitest';
import type { LabDocument, Workload } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { RecordKind } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { formatAddress } from '../../shared/units/address';
import { createSimulation } from './simulation';

/** A phone between two ways to a server; it changes to the second at a time, when the first is cut. */
function moving(at: string, workload: Partial<Workload>, sourceAddresses = 1): LabDocument {
  const router = { device: 'router' };
  const way = { bandwidth: '100Mbps', delay: '5ms' };
  const visit = { id: 'visit', kind: 'http-get', from: 'phone', to: 'server', count: 2, interval: '10s' };
  return {
    version: 1,
    title: 'Another address',
    seed: 3,
    duration: '200s',
    devices: [
      { id: 'phone', kind: 'client', position: { x: 0, y: 0 }, tcp: { sourceAddresses } },
      { id: 'router', kind: 'router', position: { x: 1, y: 0 } },
      { id: 'server', kind: 'server', position: { x: 2, y: 0 } },
    ],
    links: [
      { id: 'wifi', a: { device: 'phone', address: '10.1.0.2' }, b: router, ...way },
      { id: 'mobile', a: { device: 'phone', address: '10.2.0.2' }, b: router, ...way },
      { id: 'wan', a: router, b: { device: 'server' }, ...way },
    ],
    workloads: [{ ...visit, ...workload } as Workload],
    faults: [
      { kind: 'cut-link', link: 'wifi', at },
      { kind: 'change-address', device: 'phone', link: 'mobile', at },
    ],
  };
}

function run(document: LabDocument): Trace {
  const simulation = createSimulation(resolveLab(document));
  simulation.advance(Infinity);
  return simulation.trace;
}

/** From where each connection was opened. */
const openedFrom = (trace: Trace) => trace.connections.map(({ ends }) => formatAddress(ends[0].address));
const count = (trace: Trace, kind: number) =>
  Array.from({ length: trace.records.length }, (_, seq) => trace.kind(seq)).filter((found) => found === kind)
    .length;

describe('a host that changes its address', () => {
  const versions: readonly Partial<Workload>[] = [
    { http: '1.1' },
    { http: '1.1', tls: '1.2' },
    { http: '2' },
    { http: '3' },
  ];

  test.each(versions)('opens what it opens later from the new one: %o', (workload) => {
    const trace = run(moving('1s', workload));
    expect(openedFrom(trace)).toEqual(['10.1.0.2', '10.2.0.2']);
    expect(count(trace, RecordKind.httpResponseReceived)).toBe(2);
  });

  test.each(versions)('from the beginning opens everything from the new one: %o', (workload) => {
    const trace = run(moving('0s', workload));
    expect(openedFrom(trace)).toEqual(['10.2.0.2', '10.2.0.2']);
    expect(count(trace, RecordKind.httpResponseReceived)).toBe(2);
  });

  test.each(['udp', 'tcp'] as const)('makes a call over %s from the new one', (over) => {
    const call = { kind: 'media', over, start: '2s', count: 5, interval: '20ms' } as Partial<Workload>;
    const trace = run(moving('1s', call));
    expect(openedFrom(trace)).toEqual(['10.2.0.2']);
    expect(count(trace, RecordKind.mediaReceived)).toBe(5);
  });

  test('goes on using several addresses, those of the new link', () => {
    const trace = run(moving('1s', { http: '1.1', count: 4, interval: '5s' }, 2));
    expect(openedFrom(trace)).toEqual(['10.1.0.2', '10.2.0.3', '10.2.0.2', '10.2.0.3']);
    expect(count(trace, RecordKind.httpResponseReceived)).toBe(4);
  });

  test('keeps to it when it has been down', () => {
    const document = moving('1s', { http: '1.1' });
    const crash = { kind: 'crash-device', device: 'phone', at: '3s', until: '4s' } as const;
    const trace = run({ ...document, faults: [...(document.faults ?? []), crash] });
    expect(openedFrom(trace)).toEqual(['10.1.0.2', '10.2.0.2']);
    expect(count(trace, RecordKind.httpResponseReceived)).toBe(2);
  });
});
