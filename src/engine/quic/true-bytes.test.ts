import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordKind } from '../../shared/trace/record';
import { bytesOf } from '../../bytes/testing/bytes-of';
import { QuicPair, otherClientAddress, type PairSettings } from './testing/quic-pair';

const ms = 1e6;

/** Every datagram's bytes can be made, and are as many as its row tells: no length of the engine's is a guess. */
function expectTrueBytes(pair: QuicPair): void {
  const bytes = bytesOf(pair.trace);
  for (const seq of pair.records(RecordKind.quicSend)) {
    const datagram = pair.trace.packet(seq);
    // Throws where frames or headers are of other lengths than the trace tells.
    expect(bytes.quic.datagram(datagram)).toHaveLength(pair.trace.payloadBytes(datagram));
  }
}

function exchange(settings: PairSettings, streams: number, bytes: number): QuicPair {
  const pair = new QuicPair(settings);
  const [client, server] = pair.applications;
  client.onOpenAction = () => {
    for (let index = 0; index < streams; index++) {
      const stream = client.open();
      stream?.write('GET', 10 + index);
      stream?.close();
    }
  };
  server.onRequest = (stream) => {
    stream.write('', bytes);
    stream.close();
  };
  pair.connect();
  return pair;
}

test.each<[string, PairSettings]>([
  ['a first visit', {}],
  ['a return visit', { visitedBefore: true }],
  [
    'a return visit whose early data is refused',
    { visitedBefore: true, tlsServer: { acceptsEarlyData: false } },
  ],
  ['a long certificate chain', { tlsServer: { certificateBytes: 9000 } }],
  ['small windows', { client: { streamWindow: '3kB', connectionWindow: '5kB' } }],
])('%s: the bytes are as the engine counts them', (_what, settings) => {
  const pair = exchange({ delay: 20 * ms, ...settings }, 3, 8000);
  pair.run(5000 * ms);
  pair.at(5000 * ms, () => pair.applications[0].connection?.close(0x100)).run();
  expectTrueBytes(pair);
});

test('a move to another address, resets and stops: the bytes are as the engine counts them', () => {
  const pair = exchange({ delay: 20 * ms, link: { bandwidth: 5e6 } }, 3, 300_000);
  pair.at(500 * ms, () => pair.client.migrate(otherClientAddress));
  pair.at(900 * ms, () => pair.applications[0].log(0).stream.stopSending(0x10c));
  pair.at(1000 * ms, () => pair.applications[1].log(4).stream.reset(0x102));
  pair.run(5000 * ms);
  expectTrueBytes(pair);
});

test('lossy ways: the bytes are as the engine counts them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(0.05, 0.3), (seed, loss) => {
      const pair = exchange({ delay: 10 * ms, seed, link: { loss, jitter: 10 * ms } }, 4, 20_000);
      pair.run(60_000 * ms);
      expectTrueBytes(pair);
    }),
    { numRuns: 10 },
  );
}, 60_000);
