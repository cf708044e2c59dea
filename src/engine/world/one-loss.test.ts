import { describe, expect, test } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { readLanes, type Lane } from '../../shared/lanes/lanes';
import { isStalledByLoss } from '../../shared/lanes/lanes-summary';
import { RecordKind } from '../../shared/trace/record';
import { createSimulation } from './simulation';

type Version = '2' | '3';
const paths = ['/r1', '/r2', '/r3'];

/** Three responses of 60 kB at once; a byte in the middle of the second one may be lost. */
function pageOf(http: Version, loses: boolean): LabDocument {
  const link = { a: { device: 'client' }, b: { device: 'server' }, bandwidth: '20Mbps', delay: '50ms' };
  const pages = paths.map((path) => ({ path, size: '60kB' }));
  const loss = { link: 'link', from: 'server', workload: 'page', path: '/r2', byte: 20_000 };
  return {
    version: 1,
    title: 'One loss',
    seed: 3,
    duration: '20s',
    devices: [
      { id: 'client', kind: 'client', position: { x: 0, y: 0 } },
      { id: 'server', kind: 'server', position: { x: 1, y: 0 }, http2: { dataFrame: '1200B' }, pages },
    ],
    links: [{ id: 'link', ...link }],
    workloads: [{ id: 'page', kind: 'page-load', from: 'client', to: 'server', http, paths }],
    faults: loses ? [{ kind: 'drop-response', ...loss }] : [],
  };
}

function run(http: Version, loses: boolean) {
  const lab = resolveLab(pageOf(http, loses));
  const simulation = createSimulation(lab);
  simulation.advance(Infinity);
  const { trace } = simulation;
  const { lanes } = readLanes(lab, trace);
  const times = (kind: number) =>
    Array.from({ length: trace.records.length }, (_, seq) => seq)
      .filter((seq) => trace.kind(seq) === kind)
      .map((seq) => trace.time(seq));
  const drops = times(RecordKind.linkDrop).length;
  /** From the first request's leaving to the last response's last byte, nanoseconds. */
  const transfer =
    Math.max(...times(RecordKind.httpResponseReceived)) - Math.min(...times(RecordKind.httpRequest));
  return { lanes, drops, transfer };
}

const stalled = (lanes: readonly Lane[]) => lanes.filter(isStalledByLoss).length;

describe('with one loss', () => {
  test('HTTP/2 stalls every stream: TCP gives out nothing behind the hole', () => {
    const { lanes, drops } = run('2', true);
    expect(drops).toBe(1);
    expect(stalled(lanes)).toBe(paths.length);
  });

  test('HTTP/3 stalls the one stream that lost something', () => {
    const { lanes, drops } = run('3', true);
    expect(drops).toBe(1);
    expect(stalled(lanes)).toBe(1);
    expect(lanes.findIndex(isStalledByLoss)).toBe(paths.indexOf('/r2'));
  });
});

describe('without a loss', () => {
  test('both take the same time, within 5%', () => {
    const [http2, http3] = [run('2', false), run('3', false)];
    expect(http2.drops + http3.drops).toBe(0);
    expect(Math.abs(http3.transfer / http2.transfer - 1)).toBeLessThan(0.05);
    expect(stalled(http2.lanes) + stalled(http3.lanes)).toBe(0);
  });
});
