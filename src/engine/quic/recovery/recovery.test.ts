import { expect, test } from 'vitest';
import { QuicFrame, QuicLossReason, QuicSendReason, QuicTimer } from '../../../shared/trace/quic';
import { RecordKind } from '../../../shared/trace/record';
import type { MultiplexedStream } from '../../transport/multiplexed';
import { QuicPair, type PairSettings } from '../testing/quic-pair';

const ms = 1e6;
const nearly = 0.01 * ms;
const start = 5000 * ms;

/**
 * A confirmed connection over 50 ms each way. Small packets went to and fro on stream 0, so that both ends know the
 * round trip well; then it was quiet. Direction 1 is the server's.
 */
function quietPair(settings: PairSettings = {}): QuicPair {
  const pair = new QuicPair({ delay: 50 * ms, ...settings });
  const [client, server] = pair.applications;
  pair.connect();
  pair.at(1000 * ms, () => client.open()?.write('', 10));
  for (let round = 0; round < 25; round++)
    for (const after of [0, 1 * ms])
      pair.at(1200 * ms + round * 120 * ms + after, () => {
        client.log(0).stream.write('', 10);
        server.log(0).stream.write('', 10);
      });
  pair.run(start - 1);
  return pair;
}

/** Frames that the server has handed to the link so far. */
function framesSent(pair: QuicPair): number {
  const { trace } = pair;
  return pair.records(RecordKind.linkSend).filter((seq) => trace.place(seq) === 1).length;
}

/** At 5 s the client asks on stream 4, and the server writes what `answer` says. */
function ask(pair: QuicPair, answer: (stream: MultiplexedStream) => void): MultiplexedStream {
  const [client, server] = pair.applications;
  server.onRequest = answer;
  pair.at(start, () => {
    const stream = client.open();
    stream?.write('GET');
    stream?.close();
  });
  return client.log(4).stream;
}

/** Loses the n-th datagrams that the server sends from now on, counted from 1. */
function loseAnswers(pair: QuicPair, ...nth: number[]): void {
  pair.directions[1].dropFrames(nth.map((index) => framesSent(pair) + index));
}

const losses = (pair: QuicPair) => pair.records(RecordKind.quicLost);
const timers = (pair: QuicPair, kind: number, end: 0 | 1) =>
  pair.records(RecordKind.quicTimer, end).filter((seq) => pair.trace.detail(seq) === kind);

test('a packet is lost when one three numbers later is acknowledged (RFC 9002 section 6.1.1)', () => {
  const pair = quietPair();
  loseAnswers(pair, 1);
  ask(pair, (stream) => stream.write('', 7000));
  pair.run(start + 1000 * ms);
  const [loss] = losses(pair);
  expect(losses(pair)).toHaveLength(1);
  expect(pair.trace.detail(loss as number)).toBe(QuicLossReason.packetThreshold);
  expect(timers(pair, QuicTimer.probe, 1)).toEqual([]);
  expect(pair.applications[0].log(4).bytes).toBe(7000);
  // Request, answer, acknowledgement, retransmission: two round trips.
  expect(pair.applications[0].log(4).lastAt - start).toBeLessThan(200 * ms + nearly);
  // The cause of the retransmission is the loss, and the cause of that the datagram whose ACK told of it.
  const again = pair.records(RecordKind.quicSend, 1).find((seq) => pair.trace.cause(seq) === loss);
  expect(pair.trace.detail(again as number)).toBe(QuicSendReason.retransmission);
  expect(pair.trace.kind(pair.trace.cause(loss as number))).toBe(RecordKind.linkArrive);
});

test('a packet is lost when one sent later is acknowledged and 9/8 of a round trip have passed (section 6.1.2)', () => {
  const pair = quietPair();
  loseAnswers(pair, 1);
  // Two packets: the second is acknowledged, but is not three ahead.
  ask(pair, (stream) => stream.write('', 2800));
  pair.run(start + 1000 * ms);
  const [loss] = losses(pair);
  expect(losses(pair)).toHaveLength(1);
  expect(pair.trace.detail(loss as number)).toBe(QuicLossReason.timeThreshold);
  expect(timers(pair, QuicTimer.lossDetection, 1)).toHaveLength(1);
  // Sent 50 ms after the request: the time threshold ends 9/8 of 100 ms after that.
  const lostAt = pair.trace.time(loss as number) - start;
  expect(lostAt).toBeGreaterThanOrEqual(162.5 * ms);
  expect(lostAt).toBeLessThan(163 * ms);
});

test('reordering of fewer than three packets is no loss', () => {
  const pair = quietPair({ link: { reorder: 0.2, reorderBy: 0.02 * ms, bandwidth: 1e9 }, seed: 5 });
  ask(pair, (stream) => stream.write('', 200_000));
  pair.run(start + 3000 * ms);
  expect(losses(pair)).toEqual([]);
  expect(pair.applications[0].log(4).bytes).toBe(200_000);
});

test('the last packet of a flight is probed for after the probe timeout (section 6.2)', () => {
  const pair = quietPair();
  ask(pair, (stream) => stream.write('', 1000));
  loseAnswers(pair, 1);
  pair.run(start + 1000 * ms);
  const probes = timers(pair, QuicTimer.probe, 1);
  expect(probes).toHaveLength(1);
  expect(pair.applications[0].log(4).bytes).toBe(1000);
  // The round trip of 100 ms, next to no variance but the granularity of 1 ms, and the peer's 25 ms of ACK delay.
  const waited = pair.trace.time(probes[0] as number) - (start + 50 * ms);
  expect(waited).toBeGreaterThanOrEqual(126 * ms);
  expect(waited).toBeLessThan(127 * ms);
});

test('the probe timeout doubles as long as nothing is acknowledged (section 6.2.1)', () => {
  const pair = quietPair();
  ask(pair, (stream) => stream.write('', 1000));
  pair.run(start + 60 * ms);
  // From the answer on the way is shut, for 4 s.
  pair.directions[1].setCut(true, 0);
  pair.run(start + 4000 * ms);
  const at = timers(pair, QuicTimer.probe, 1).map((seq) => pair.trace.time(seq));
  expect(at.length).toBeGreaterThanOrEqual(4);
  const gaps = at.slice(1).map((time, index) => time - (at[index] as number));
  gaps.slice(1).forEach((gap, index) => expect(gap / (gaps[index] as number)).toBeCloseTo(2, 3));
  pair.directions[1].setCut(false, 0);
  pair.run(start + 20_000 * ms);
  expect(pair.applications[0].log(4).bytes).toBe(1000);
});

test('a probe takes what is new, and only then what is out already (section 6.2.4)', () => {
  const pair = quietPair();
  ask(pair, (stream) => stream.write('', 1000));
  loseAnswers(pair, 1);
  pair.at(start + 60 * ms, () => pair.applications[1].log(4).stream.write('', 500));
  pair.run(start + 1000 * ms);
  expect(pair.applications[0].log(4).bytes).toBe(1500);
});

/** Congestion windows that the server reported, in bytes, from a time on. */
function windows(pair: QuicPair, from: number): number[] {
  const { trace } = pair;
  return pair
    .records(RecordKind.quicCongestion, 1)
    .filter((seq) => trace.time(seq) >= from)
    .map((seq) => trace.a(seq));
}

test('the initial window is ten datagrams, no more than 14720 bytes (RFC 9002 section 7.2)', () => {
  const pair = quietPair();
  ask(pair, (stream) => stream.write('', 100_000));
  pair.run(start + 60 * ms);
  const first = pair.streamFrames(1).filter(({ at }) => at > start);
  expect(first).toHaveLength(10);
});

test('NewReno halves the window once for the losses of one round trip (section 7.3.2)', () => {
  const pair = quietPair({ server: { congestionControl: 'newreno' } });
  loseAnswers(pair, 25, 28, 31);
  ask(pair, (stream) => stream.write('', 400_000));
  pair.run(start + 260 * ms);
  const reported = windows(pair, start);
  const drops = reported.filter((window, index) => index > 0 && window < (reported[index - 1] as number));
  expect(drops).toHaveLength(1);
  const before = reported[reported.indexOf(drops[0] as number) - 1] as number;
  expect((drops[0] as number) / before).toBeCloseTo(0.5, 1);
});

test('losses that span three probe timeouts with nothing acknowledged between are persistent congestion (section 7.6)', () => {
  const pair = quietPair({ server: { congestionControl: 'newreno' } });
  ask(pair, (stream) => stream.write('', 4_000_000));
  // In full flow the way is shut until probes have been sent into it for long enough.
  pair.run(start + 500 * ms);
  pair.directions[1].setCut(true, 0);
  pair.run(start + 3000 * ms);
  pair.directions[1].setCut(false, 0);
  pair.run(start + 60_000 * ms);
  // Two datagrams, and what the same acknowledgement lets it grow.
  expect(Math.min(...windows(pair, start + 3000 * ms))).toBeLessThanOrEqual(3 * 1452);
  expect(pair.applications[0].log(4).bytes).toBe(4_000_000);
});

test('an outage that is over within a probe timeout is no persistent congestion', () => {
  const pair = quietPair({ server: { congestionControl: 'newreno' } });
  ask(pair, (stream) => stream.write('', 4_000_000));
  pair.run(start + 500 * ms);
  pair.directions[1].setCut(true, 0);
  pair.run(start + 550 * ms);
  pair.directions[1].setCut(false, 0);
  pair.run(start + 60_000 * ms);
  expect(Math.min(...windows(pair, start + 550 * ms))).toBeGreaterThan(6 * 1452);
  expect(pair.applications[0].log(4).bytes).toBe(4_000_000);
});

test('every second packet is acknowledged at once, a single one after the ACK delay (RFC 9000 section 13.2)', () => {
  const pair = quietPair();
  ask(pair, (stream) => stream.write('', 1000));
  pair.run(start + 1000 * ms);
  const alone = pair
    .frames()
    .filter(({ at, end, type }) => at > start && end === 0 && type === QuicFrame.ack);
  expect(alone).toHaveLength(1);
  // The answer came 100 ms after the request, its acknowledgement goes 25 ms later and says so.
  expect(alone[0]?.at).toBeGreaterThanOrEqual(start + 125 * ms);
  expect(alone[0]?.at).toBeLessThan(start + 125 * ms + nearly);
  expect(alone[0]?.stream).toBe(25_000);
  expect(timers(pair, QuicTimer.acknowledgement, 0).some((seq) => pair.trace.time(seq) > start)).toBe(true);
});

test('the acknowledgement delay is not taken for a longer round trip (RFC 9002 section 5.3)', () => {
  const pair = quietPair();
  for (let round = 0; round < 20; round++)
    pair.at(start + round * 1000 * ms, () => pair.applications[0].log(0).stream.write('', 10));
  pair.run(start + 25_000 * ms);
  const reports = pair.records(RecordKind.quicRoundTrip, 0);
  expect(pair.trace.a(reports[reports.length - 1] as number)).toBeLessThan(100_100);
});

test('a gap is acknowledged at once', () => {
  const pair = quietPair();
  loseAnswers(pair, 2);
  ask(pair, (stream) => stream.write('', 3 * 1400));
  pair.run(start + 110 * ms);
  const acknowledgements = pair
    .frames()
    .filter(({ at, end, type }) => at > start + 50 * ms && end === 0 && type === QuicFrame.ack);
  // Packets 1 and 3 of the answer arrive: the second of them shows the gap.
  expect(acknowledgements.length).toBe(1);
});

test('nothing that is acknowledged is sent again: no bytes go twice without a loss or a probe', () => {
  const pair = quietPair();
  ask(pair, (stream) => {
    stream.write('', 300_000);
    stream.close();
  });
  pair.run(start + 10_000 * ms);
  const answer = pair.streamFrames(1).filter(({ stream }) => stream === 4);
  expect(answer.reduce((sum, { length }) => sum + length, 0)).toBe(300_000);
});
