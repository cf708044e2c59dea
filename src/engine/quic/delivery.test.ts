import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordKind } from '../../shared/trace/record';
import { QuicPair, type PairSettings } from './testing/quic-pair';

const ms = 1e6;

const impairments = fc.record({
  delay: fc.integer({ min: 0, max: 120 }).map((value) => value * ms),
  loss: fc.constantFrom(0, 0, 0.02, 0.1, 0.3),
  duplicate: fc.constantFrom(0, 0, 0.1),
  corrupt: fc.constantFrom(0, 0, 0.05),
  reorder: fc.constantFrom(0, 0, 0.2),
  reorderBy: fc.integer({ min: 0, max: 60 }).map((value) => value * ms),
  jitter: fc.constantFrom(0, 0, 5 * ms, 40 * ms),
  bandwidth: fc.constantFrom(1e6, 20e6, 1e9),
  queuePackets: fc.constantFrom(5, 50, 1000),
  visitedBefore: fc.boolean(),
  acceptsEarlyData: fc.boolean(),
  congestionControl: fc.constantFrom('newreno' as const, 'cubic' as const, 'none' as const),
  streamWindow: fc.constantFrom('3kB', '50kB', '6MiB'),
  connectionWindow: fc.constantFrom('4kB', '80kB', '15MiB'),
  maximumStreams: fc.constantFrom(1, 3, 100),
  certificateBytes: fc.constantFrom(1000, 5000),
  seed: fc.integer({ min: 1, max: 1e6 }),
});
const requests = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 6 });

function pairOf(what: typeof impairments extends fc.Arbitrary<infer T> ? T : never): QuicPair {
  const { delay, visitedBefore, seed, acceptsEarlyData, certificateBytes, ...rest } = what;
  const { congestionControl, streamWindow, connectionWindow, maximumStreams, ...link } = rest;
  const quic = { congestionControl, streamWindow, connectionWindow, maximumStreams };
  const settings: PairSettings = {
    delay,
    link,
    visitedBefore,
    seed,
    client: quic,
    server: quic,
    tlsServer: { acceptsEarlyData, certificateBytes },
  };
  return new QuicPair(settings);
}

/** Opens a stream for each request as soon as one may be opened; the answer's size is told by the request's. */
function run(pair: QuicPair, sizes: readonly number[]): void {
  const [client, server] = pair.applications;
  let asked = 0;
  const askMore = () => {
    while (asked < sizes.length) {
      const stream = client.open();
      if (!stream) return;
      stream.write('', asked + 1);
      stream.close();
      asked += 1;
    }
  };
  client.onOpenAction = askMore;
  client.onStreamsAllowed = askMore;
  server.onRequest = (stream) => {
    stream.write('', sizes[server.log(stream.stream).bytes - 1] ?? 0);
    stream.close();
  };
  pair.connect();
  pair.run(600e9);
}

test('whatever a link does, every stream arrives whole and in order, or the application is told', () => {
  fc.assert(
    fc.property(impairments, requests, (what, sizes) => {
      const pair = pairOf(what);
      run(pair, sizes);
      const [client] = pair.applications;
      const failed = client.told.some((text) => text.startsWith('error'));
      // `Application` itself throws where bytes come out of order.
      if (!failed) {
        expect(client.streams.size).toBe(sizes.length);
        [...client.streams.values()].forEach((log, index) => {
          expect(log.endAt).toBeGreaterThan(0);
          expect(log.bytes).toBe(sizes[index]);
          expect(log.closed).toBe(1);
        });
      }
      // A way this good never fails.
      if (what.loss <= 0.1 && what.queuePackets > 5) expect(failed).toBe(false);
    }),
    { numRuns: 150 },
  );
}, 120_000);

test('whatever happened, every machine ends in CLOSED, no timer is left, and nothing is in flight below zero', () => {
  fc.assert(
    fc.property(impairments, requests, fc.integer({ min: 0, max: 2000 }), (what, sizes, closeAt) => {
      const pair = pairOf(what);
      const [client] = pair.applications;
      pair.schedule(closeAt * ms, () => client.connection?.close(0));
      run(pair, sizes);
      pair.run();
      for (const end of [0, 1] as const) expect(['CLOSED', 'IDLE']).toContain(pair.state(end));
      expect(pair.events.size).toBe(0);
      for (const seq of pair.records(RecordKind.quicSend)) expect(pair.trace.a(seq)).toBeLessThan(2 ** 31);
    }),
    { numRuns: 80 },
  );
}, 120_000);
