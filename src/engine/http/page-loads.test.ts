import { describe, expect, it } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { RecordKind } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { dissectPacket } from '../../bytes/dissection/dissect';
import { bytesOf } from '../../bytes/testing/bytes-of';
import { createSimulation } from '../world/simulation';

/** The same page in every version, over links that lose, copy and reorder: all of it arrives, and the bytes are sound. */

const paths = ['/first', '/large', '/slow', '/empty', '/nowhere', '/first', '/large'];

interface Network {
  readonly loss: string;
  readonly reorder: string;
  readonly windows: {
    readonly streamWindow?: string;
    readonly connectionWindow?: string;
    readonly maximumStreams?: number;
  };
}

function page(http: '1.1' | '2' | '3', seed: number, { loss, reorder, windows }: Network): LabDocument {
  const origin = { x: 0, y: 0 };
  const host = { position: origin, http2: { ...windows, dataFrame: '3kB' }, quic: windows };
  const impairments = { loss, reorder, reorderBy: '10ms', duplicate: loss };
  return {
    version: 1,
    title: 'A page',
    seed,
    duration: '120s',
    devices: [
      { id: 'client', kind: 'client', ...host },
      {
        id: 'server',
        kind: 'server',
        ...host,
        pages: [
          { path: '/first', size: '20kB' },
          { path: '/large', size: '60kB' },
          { path: '/slow', size: '5kB', think: '30ms' },
          { path: '/empty', size: '0B' },
        ],
      },
    ],
    links: [
      {
        id: 'link',
        a: { device: 'client' },
        b: { device: 'server' },
        bandwidth: '10Mbps',
        delay: '25ms',
        impairments,
      },
    ],
    workloads: [{ id: 'page', kind: 'page-load', from: 'client', to: 'server', http, paths }],
  };
}

function load(...given: Parameters<typeof page>): Trace {
  const simulation = createSimulation(resolveLab(page(...given)));
  simulation.advance(Infinity);
  return simulation.trace;
}

function requestsOf(trace: Trace, kind: number): number[] {
  const found: number[] = [];
  for (let seq = 0; seq < trace.records.length; seq += 1)
    if (trace.kind(seq) === kind) found.push(trace.a(seq));
  return found.sort((left, right) => left - right);
}

/** What the inspector says of bytes that it cannot read. */
function unreadable(trace: Trace): string[] {
  const source = bytesOf(trace);
  const found: string[] = [];
  for (let packet = 0; packet < trace.packets.length; packet += 1)
    for (const { name, summary } of dissectPacket(source, packet).layers)
      if (name === 'Data' || summary.includes('malformed')) found.push(`${packet}: ${name}: ${summary}`);
  return found;
}

const calm: Network = { loss: '0%', reorder: '0%', windows: {} };
const rough: Network = { loss: '3%', reorder: '5%', windows: {} };
const narrow: Network = {
  loss: '2%',
  reorder: '0%',
  windows: { streamWindow: '20kB', connectionWindow: '70kB', maximumStreams: 3 },
};

describe.each(['1.1', '2', '3'] as const)('a page over HTTP/%s', (http) => {
  it.each([
    ['a calm network', calm],
    ['a rough network', rough],
    ['narrow windows', narrow],
  ])('arrives whole over %s', (_, network) => {
    for (const seed of [1, 2, 3]) {
      const trace = load(http, seed, network);
      expect(requestsOf(trace, RecordKind.httpResponseReceived)).toEqual([...paths.keys()]);
      expect(requestsOf(trace, RecordKind.appError)).toEqual([]);
      expect(requestsOf(trace, RecordKind.linkDrop).length > 0).toBe(network !== calm);
    }
  });

  it('is readable in every packet', () => {
    expect(unreadable(load(http, 1, rough))).toEqual([]);
    expect(unreadable(load(http, 1, narrow))).toEqual([]);
  });
});
