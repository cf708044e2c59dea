import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DissectedField, DissectedLayer } from '../../shared/dissection';
import type { LabDocument } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { createSimulation } from '../../engine/world/simulation';
import { dissectPacket } from './dissect';
import { HpackEncoder } from '../../wire/hpack/encoder';
import { http2Preface } from '../../wire/http2/constants';
import { encodeHttp2Frame } from '../../wire/http2/encode';
import { Http2StreamFrames } from '../../wire/http2/stream-frames';
import { http2Frames as anyHttp2Frame } from '../../wire/http2/testing/arbitraries';
import { latin1Bytes } from '../../wire/encoding/octets';
import { bytesOf } from '../testing/bytes-of';
import { dissectHttp2 } from '../../wire/applications/http2/http2-dissection';

/** A page of three parts, over a link with room enough. */
function page(http: '2' | '3'): LabDocument {
  const origin = { x: 0, y: 0 };
  return {
    version: 1,
    title: 'A page',
    seed: 1,
    duration: '60s',
    devices: [
      { id: 'client', kind: 'client', position: origin },
      {
        id: 'server',
        kind: 'server',
        position: origin,
        pages: [
          { path: '/first', size: '3kB' },
          { path: '/second', size: '3kB' },
        ],
      },
    ],
    links: [
      { id: 'link', a: { device: 'client' }, b: { device: 'server' }, bandwidth: '10Mbps', delay: '10ms' },
    ],
    workloads: [
      {
        id: 'page',
        kind: 'page-load',
        from: 'client',
        to: 'server',
        http,
        paths: ['/first', '/second', '/none'],
      },
    ],
  };
}

/** The layers of HTTP and QPACK of all packets of a page load. */
function layersOf(http: '2' | '3'): DissectedLayer[] {
  const simulation = createSimulation(resolveLab(page(http)));
  simulation.advance(Infinity);
  const source = bytesOf(simulation.trace);
  const packets = Array.from({ length: simulation.trace.packets.length }, (_, packet) => packet);
  return packets.flatMap((packet) => {
    const { bytes, layers } = dissectPacket(source, packet);
    for (const layer of layers) expectInside(layer.fields, 0, bytes.length);
    return layers.filter(({ name }) => /Hypertext|QPACK/.test(name));
  });
}

function expectInside(fields: readonly DissectedField[], from: number, to: number): void {
  for (const one of fields) {
    expect(one.offset).toBeGreaterThanOrEqual(from);
    expect(one.offset + one.length).toBeLessThanOrEqual(to);
    expectInside(one.children ?? [], one.offset, one.offset + one.length);
  }
}

const everyField = (fields: readonly DissectedField[]): DissectedField[] =>
  fields.flatMap((one) => [one, ...everyField(one.children ?? [])]);
const summaries = (layers: readonly DissectedLayer[]) =>
  layers.map(({ summary }) => summary.replace(" (decrypted with the lab's keys)", ''));

describe('a page load over HTTP/2', () => {
  const layers = layersOf('2');

  it('is told frame by frame', () => {
    const told = summaries(layers).filter((summary) => !summary.includes('continued'));
    expect(told).toEqual(
      expect.arrayContaining([
        'Connection Preface',
        'SETTINGS: 3 settings',
        'SETTINGS: acknowledgment',
        'HEADERS, stream 1: GET /first',
        'HEADERS, stream 3: GET /second',
        'HEADERS, stream 5: GET /none',
        'HEADERS, stream 1: 200',
        'HEADERS, stream 5: 404',
        'DATA, stream 1: 3,000 bytes, end of stream',
        'GOAWAY: NO_ERROR',
      ]),
    );
    expect(told.filter((summary) => summary.includes('malformed'))).toEqual([]);
  });

  it('has the fields of each head, from whichever table they came', () => {
    const fields = everyField(layers.flatMap((layer) => layer.fields));
    const paths = fields.filter(({ name }) => name === ':path').map(({ value }) => value);
    expect(paths).toEqual(['/first', '/second', '/none']);
    const agents = fields.filter(({ name }) => name === 'user-agent').map(({ note }) => note);
    expect(agents).toEqual([
      'literal, added to the dynamic table; name of entry 58, static',
      expect.stringMatching(/^indexed: entry \d+, dynamic$/),
      expect.stringMatching(/^indexed: entry \d+, dynamic$/),
    ]);
  });
});

describe('a page load over HTTP/3', () => {
  const layers = layersOf('3');

  it('is told frame by frame, stream by stream', () => {
    expect(summaries(layers)).toEqual(
      expect.arrayContaining([
        'control stream',
        'SETTINGS: 2 settings',
        'QPACK encoder stream',
        'HEADERS, stream 0: GET /first',
        'HEADERS, stream 4: GET /second',
        'HEADERS, stream 8: 404',
        'DATA, stream 0: 3,000 bytes',
      ]),
    );
    expect(summaries(layers).filter((summary) => summary.includes('malformed'))).toEqual([]);
  });

  it('shows the instructions that fill the dynamic table', () => {
    const instructions = layers.filter(({ name }) => name === 'QPACK').flatMap(({ fields }) => fields);
    expect(instructions).toContainEqual(
      expect.objectContaining({ name: 'Set Dynamic Table Capacity', value: '4,096 bytes' }),
    );
    expect(instructions).toContainEqual(expect.objectContaining({ name: 'Insert Count Increment' }));
  });
});

describe('a stretch of HTTP/2', () => {
  const encoder = new HpackEncoder();
  const fragment = encoder.encode([
    { name: ':method', value: 'GET' },
    { name: ':path', value: '/long' },
  ]);
  const frames = [
    encodeHttp2Frame({
      type: 'HEADERS',
      stream: 1,
      endStream: true,
      endHeaders: false,
      priority: { exclusive: false, dependency: 0, weight: 16 },
      padding: 3,
      fragment: fragment.subarray(0, 4),
    }),
    encodeHttp2Frame({ type: 'CONTINUATION', stream: 1, endHeaders: true, fragment: fragment.subarray(4) }),
  ];
  const stream = Uint8Array.from([...latin1Bytes(http2Preface), ...frames.flatMap((frame) => [...frame])]);
  const reader = (bytes: Uint8Array) => (offset: number, length: number) => {
    const read = new Uint8Array(length);
    read.set(bytes.subarray(offset, offset + length));
    return read;
  };

  it('shows a head that goes over two frames in both of them', () => {
    const layers = dissectHttp2(new Http2StreamFrames(reader(stream)), {
      from: 0,
      length: stream.length,
      base: 0,
    });
    expect(summaries(layers)).toEqual([
      'Connection Preface',
      'HEADERS, stream 1: GET /long',
      'CONTINUATION, stream 1: GET /long',
    ]);
    const names = layers.map(({ fields }) => everyField(fields).map(({ name }) => name));
    expect(names[1]).toEqual(expect.arrayContaining(['Pad Length', 'Weight', ':method', ':path', 'Padding']));
  });

  it('has every byte in a layer, wherever it is cut', () => {
    const anyStream = fc
      .array(anyHttp2Frame, { minLength: 1, maxLength: 6 })
      .map((list) => Uint8Array.from(list.flatMap((frame) => [...encodeHttp2Frame(frame)])));
    fc.assert(
      fc.property(anyStream, fc.nat(), fc.nat(), (bytes, first, second) => {
        const [from, to] = [first % bytes.length, second % bytes.length].sort(
          (left, right) => left - right,
        ) as [number, number];
        const layers = dissectHttp2(new Http2StreamFrames(reader(bytes)), {
          from,
          length: to - from,
          base: 100,
        });
        let at = 100;
        for (const layer of layers) {
          expect(layer.offset).toBe(at);
          at += layer.length;
          for (const one of everyField(layer.fields)) {
            expect(one.offset).toBeGreaterThanOrEqual(100);
            expect(one.offset + one.length).toBeLessThanOrEqual(100 + to - from);
          }
        }
        expect(at).toBe(100 + to - from);
      }),
      { numRuns: 300 },
    );
  });
});
