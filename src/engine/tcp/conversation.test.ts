import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TcpSettings } from '../../shared/lab/document';
import { RecordKind, tcpStates } from '../../shared/trace/record';
import type { ByteStream, StreamListener } from '../transport/byte-stream';
import type { TcpConnection } from './connection/connection';
import { TcpPair } from './testing/tcp-pair';

/** What holds of every conversation, whatever the path does to its packets. */

const settings: fc.Arbitrary<TcpSettings> = fc.record({
  timestamps: fc.boolean(),
  selectiveAcknowledgement: fc.boolean(),
  windowScale: fc.constantFrom(false as const, 0, 7),
  tailLossProbe: fc.boolean(),
  nagle: fc.boolean(),
  explicitCongestionNotification: fc.boolean(),
  congestionControl: fc.constantFrom('newreno', 'cubic', 'none'),
  delayedAcknowledgement: fc.constantFrom('0ms', '40ms'),
  receiveBuffer: fc.constantFrom('3000B', '65535B', '4MiB'),
});

/** Of the first packets: lost, late by up to two round trips, or there twice. What comes after them is on time. */
const fates = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant([0]) },
    { weight: 2, arbitrary: fc.constant([] as number[]) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 200 }).map((late) => [late * 1e6]) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 200 }).map((late) => [0, late * 1e6]) },
  ),
  { maxLength: 300 },
);

interface Heard {
  bytes: number;
  ended: boolean;
  errors: number;
  closed: number;
}

function hearing(write: number, closesAt: number): [Heard, StreamListener] {
  const heard: Heard = { bytes: 0, ended: false, errors: 0, closed: 0 };
  const listener: StreamListener = {
    onOpen: (stream: ByteStream) => {
      stream.write('', write);
      if (closesAt === 0) stream.close();
    },
    onData: (stream, bytes, total) => {
      heard.bytes += bytes;
      expect(total).toBe(heard.bytes);
      if (closesAt > 0 && total >= closesAt) stream.close();
    },
    onEnd: (stream) => {
      heard.ended = true;
      stream.close();
    },
    onError: () => (heard.errors += 1),
    onClosed: () => (heard.closed += 1),
  };
  return [heard, listener];
}

test('every byte arrives, in order, or the application is told; the books balance; no timer is left; all end in CLOSED', () => {
  fc.assert(
    fc.property(
      settings,
      fates,
      fc.integer({ min: 0, max: 120_000 }),
      fc.integer({ min: 0, max: 120_000 }),
      (set, fate, up, down) => {
        const pair = new TcpPair(50e6, set, (packet) => fate[packet] ?? [0]);
        const [client, clientListener] = hearing(up, down);
        const [server, serverListener] = hearing(down, up);
        pair.listen(serverListener);
        const stream = pair.connect(clientListener) as TcpConnection;
        for (let step = 0; step < 400; step++) {
          pair.run(step * 50e6);
          checkBooks(stream);
        }
        pair.run();
        if (client.errors + server.errors === 0)
          expect([client.bytes, server.bytes, client.ended, server.ended]).toEqual([down, up, true, true]);
        expect(client.closed).toBe(1);
        expect(pair.events.size).toBe(0);
        expect(lastStates(pair)).toEqual(lastStates(pair).map(() => 'CLOSED'));
      },
    ),
    { numRuns: 100 },
  );
});

/** What the scoreboard counts is what its segments say, and sequence space is what lies between its ends. */
function checkBooks({ sent, outstanding, pipe }: TcpConnection): void {
  const lengths = { all: 0, sacked: 0, lost: 0, retransmitted: 0 };
  for (let index = 0; index < sent.count; index++) {
    const length = sent.end(index) - sent.start(index);
    lengths.all += length;
    if (sent.has(index, 1)) lengths.sacked += length;
    if (sent.has(index, 2)) lengths.lost += length;
    if (sent.has(index, 4)) lengths.retransmitted += length;
    if (index > 0) expect(sent.start(index)).toBe(sent.end(index - 1));
  }
  expect([sent.sackedBytes, sent.lostBytes, sent.retransmittedBytes]).toEqual([
    lengths.sacked,
    lengths.lost,
    lengths.retransmitted,
  ]);
  if (sent.count > 0) expect(outstanding).toBe(lengths.all);
  expect(pipe).toBeGreaterThanOrEqual(0);
}

/** The state that each end was in at last. */
function lastStates({ writer: { trace } }: TcpPair): string[] {
  const states = new Map<number, string>();
  for (let record = 0; record < trace.records.length; record++)
    if (trace.kind(record) === RecordKind.tcpState)
      states.set(trace.place(record), tcpStates[trace.detail(record)] ?? '');
  return [...states.values()];
}
