import { expect, test } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import { RecordKind } from '../../shared/trace/record';
import { resolveLab } from '../../shared/lab/lab';
import { createSimulation } from '../world/simulation';

/** Flows that share one bottleneck come to share it evenly, whoever began. */

const position = { x: 0, y: 0 };

/** Two clients, the second of which begins 10 s later, each with a long download over one link of 20 Mbps. */
function sharedBottleneck(congestionControl: 'newreno' | 'cubic', duration: string): LabDocument {
  const tcp = { congestionControl };
  const clients = ['client-1', 'client-2'];
  return {
    version: 1,
    title: 'Two flows, one bottleneck',
    seed: 1,
    duration,
    devices: [
      ...clients.map((id) => ({ id, kind: 'client' as const, position, tcp })),
      { id: 'router', kind: 'router', position },
      { id: 'server', kind: 'server', position, tcp, pages: [{ path: '/', size: '10GB' }] },
    ],
    links: [
      ...clients.map((id, index) => ({
        id: `access-${index + 1}`,
        a: { device: id },
        b: { device: 'router' },
        bandwidth: '1Gbps',
        delay: '1ms',
      })),
      {
        id: 'wan',
        a: { device: 'router' },
        b: { device: 'server' },
        bandwidth: '20Mbps',
        delay: '20ms',
        queue: { packets: 60 },
      },
    ],
    workloads: clients.map((id, index) => ({
      id: `download-of-${id}`,
      kind: 'http-get' as const,
      from: id,
      to: 'server',
      start: `${index * 10}s`,
    })),
  };
}

/** Bytes that each client received in each second. */
function receivedBySecond(document: LabDocument): [number[], number[]] {
  const lab = resolveLab(document);
  const simulation = createSimulation(lab);
  simulation.advance(lab.duration);
  const { trace } = simulation;
  const received: [number[], number[]] = [[], []];
  for (let record = 0; record < trace.records.length; record++) {
    const client = trace.place(record);
    if (trace.kind(record) !== RecordKind.tcpDeliver || (client !== 0 && client !== 1)) continue;
    const second = Math.floor(trace.time(record) / 1e9);
    received[client][second] = (received[client][second] ?? 0) + trace.a(record);
  }
  return received;
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** Jain's fairness index (Jain, Chiu and Hawe 1984): 1 for equal shares, 1/2 where one of two has all. */
const jain = (first: number, second: number) => (first + second) ** 2 / (2 * (first ** 2 + second ** 2));

test.each(['newreno', 'cubic'] as const)(
  '%s: the late flow gets its share, and the link stays full',
  (control) => {
    const [first, second] = receivedBySecond(sharedBottleneck(control, '70s'));
    // 20 s after the second began.
    const shares = [sum(first.slice(30)), sum(second.slice(30))] as const;
    expect(jain(...shares)).toBeGreaterThan(0.95);
    expect((shares[0] + shares[1]) * 8).toBeGreaterThan(0.9 * 20e6 * 40);
  },
);
