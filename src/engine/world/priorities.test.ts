import { expect, test } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { RecordKind } from '../../shared/trace/record';
import { createSimulation } from './simulation';

interface Urgencies {
  readonly urgency?: number;
  readonly incremental?: boolean;
}

/** The order in which three equally large responses, asked for at once, are complete; and when, milliseconds. */
function completions(http: '2' | '3', parts: readonly Urgencies[]) {
  const paths = parts.map((_, index) => `/r${index + 1}`);
  const link = { a: { device: 'client' }, b: { device: 'server' }, bandwidth: '5Mbps', delay: '10ms' };
  const document: LabDocument = {
    version: 1,
    title: 'Priorities',
    seed: 1,
    duration: '20s',
    devices: [
      { id: 'client', kind: 'client', position: { x: 0, y: 0 } },
      {
        id: 'server',
        kind: 'server',
        position: { x: 1, y: 0 },
        http2: { dataFrame: '1200B' },
        pages: parts.map((part, index) => ({ path: paths[index] ?? '/', size: '150kB', ...part })),
      },
    ],
    links: [{ id: 'link', ...link }],
    workloads: [{ id: 'page', kind: 'page-load', from: 'client', to: 'server', http, paths }],
  };
  const simulation = createSimulation(resolveLab(document));
  simulation.advance(Infinity);
  const { trace } = simulation;
  const done = Array.from({ length: trace.records.length }, (_, seq) => seq).filter(
    (seq) => trace.kind(seq) === RecordKind.httpResponseReceived,
  );
  return { order: done.map((seq) => trace.a(seq) + 1), times: done.map((seq) => trace.time(seq) / 1e6) };
}

test.each(['2', '3'] as const)('HTTP/%s: the most urgent response is complete first (RFC 9218)', (http) => {
  expect(completions(http, [{ urgency: 5 }, { urgency: 1 }, { urgency: 3 }]).order).toEqual([2, 3, 1]);
});

test.each(['2', '3'] as const)(
  'HTTP/%s: equals go one after the other, or in turns if incremental',
  (http) => {
    const sequential = completions(http, [{ urgency: 3 }, { urgency: 3 }, { urgency: 3 }]);
    expect(sequential.order).toEqual([1, 2, 3]);
    const shared = completions(
      http,
      Array.from({ length: 3 }, () => ({ incremental: true })),
    );
    const spread = ({ times }: { times: number[] }) => (times[2] ?? 0) - (times[0] ?? 0);
    // Sequential: two whole responses, of 240 ms each, lie between the first and the last; in turns: a few frames.
    expect(spread(sequential)).toBeGreaterThan(400);
    expect(spread(shared)).toBeLessThan(100);
  },
);
