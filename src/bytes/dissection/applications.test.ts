import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../engine/world/simulation';
import type { LabDocument } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { connectionRow } from '../../shared/trace/connections';
import type { Trace } from '../../shared/trace/trace';
import { bytesOf } from '../testing/bytes-of';
import { dissectPacket } from './dissect';

/** A call of ten frames of 1,000 bytes: over TCP two of them are in three segments. */
function call(over: 'udp' | 'tcp'): Trace {
  const position = { x: 0, y: 0 };
  const document: LabDocument = {
    version: 1,
    title: 'A call',
    seed: 1,
    duration: '10s',
    devices: [
      { id: 'client', kind: 'client', position },
      { id: 'server', kind: 'server', position },
    ],
    links: [
      { id: 'link', a: { device: 'client' }, b: { device: 'server' }, bandwidth: '1Mbps', delay: '50ms' },
    ],
    workloads: [
      { id: 'call', kind: 'media', from: 'client', to: 'server', over, count: 10, frameSize: '1000B' },
    ],
  };
  const simulation = createSimulation(resolveLab(document));
  simulation.advance(Infinity);
  return simulation.trace;
}

/** What the packets of a trace carry above UDP or TCP. */
function layersAbove(trace: Trace) {
  const source = bytesOf(trace);
  return Array.from({ length: trace.packets.length }, (_, packet) => dissectPacket(source, packet))
    .map(({ layers, bytes }) => ({ layers: layers.slice(4), bytes }))
    .filter(({ layers }) => layers.length > 0);
}

describe('the bytes of a call', () => {
  it('are one RTP packet in each datagram', () => {
    const carried = layersAbove(call('udp')).map(({ layers }) => layers.map(({ summary }) => summary));
    expect(carried).toHaveLength(10);
    expect(carried[3]).toEqual(["packet 3, timestamp 0, the frame's last"]);
  });

  it('are framed RTP packets that go over the edges of TCP’s segments', () => {
    const carried = layersAbove(call('tcp'));
    const names = new Set(carried.flatMap(({ layers }) => layers.map(({ name }) => name)));
    expect([...names]).toEqual(['Real-time Transport Protocol']);
    // Every byte of payload is in just one layer.
    for (const { layers, bytes } of carried)
      expect(layers.reduce((sum, layer) => sum + layer.length, 0)).toBe(bytes.length - layers[0]!.offset);
    const summaries = carried.flatMap(({ layers }) => layers.map(({ summary }) => summary));
    expect(summaries.filter((summary) => summary.endsWith('continued')).length).toBeGreaterThan(0);
    const begun = summaries.filter((summary) => !summary.endsWith('continued'));
    expect(begun).toEqual([...begun.keys()].map((n) => `packet ${n}, timestamp 0, the frame's last`));
    const [framing, version] = carried[0]!.layers[0]!.fields;
    expect(framing).toMatchObject({ name: 'Length', value: '1012', length: 2 });
    expect(version).toMatchObject({ name: 'Version', value: '2' });
  });
});

it('a datagram of an application that nobody knows is data', () => {
  const trace = call('udp');
  trace.connections[0] = connectionRow('udp', ...trace.connections[0]!.ends, { application: 'unheard-of' });
  const names = layersAbove(trace).flatMap(({ layers }) => layers.map(({ name }) => name));
  expect(new Set(names)).toEqual(new Set(['Data']));
});
