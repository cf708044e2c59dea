import { expect, test } from 'vitest';
import { SegmentReason } from '../../shared/trace/record';
import type { TcpConnection } from './connection/connection';
import { establishedClient, establishedServer } from './testing/tcp-script';

const noProbe = { tailLossProbe: false, congestionControl: 'newreno' } as const;

test('the initial window is ten segments', () => {
  const script = establishedServer(noProbe).write(20_000);
  for (let segment = 0; segment < 10; segment++)
    script.expect({ flags: 'ACK', seq: 1 + segment * 1460, length: 1460 });
  script.expectNothing();
});

test('slow start: each acknowledged segment lets two go', () => {
  const script = establishedServer(noProbe).write(200_000).skip().at('200ms');
  script.inject({ flags: 'ACK', seq: 1, ack: 1461 });
  script
    .expect({ seq: 14601, length: 1460, flags: 'ACK' })
    .expect({ seq: 16061, length: 1460, flags: 'ACK' });
  script.inject({ flags: 'ACK', seq: 1, ack: 1461 + 4 * 1460 });
  for (let segment = 0; segment < 8; segment++) script.expect({ flags: 'ACK', length: 1460 });
  script.expectNothing();
});

test('the last segment of a write carries PSH', () => {
  establishedServer()
    .write(2000)
    .expect({ flags: 'ACK', length: 1460 })
    .expect({ flags: 'PSH ACK', seq: 1461, length: 540 });
});

test("the peer's MSS limits segments, and timestamps take 12 bytes of it", () => {
  establishedServer({ timestamps: true }, { mss: 536, timestamps: true })
    .write(1000)
    .expect({ flags: 'ACK', length: 524 });
});

test('Nagle holds a small segment back while one is unacknowledged', () => {
  const script = establishedClient().write(100).expect({ flags: 'PSH ACK', seq: 1, length: 100 });
  script.write(100).expectNothing();
  script
    .at('200ms')
    .inject({ flags: 'ACK', seq: 1, ack: 101 })
    .expect({ flags: 'PSH ACK', seq: 101, length: 100 });
});

test('without Nagle a small segment goes at once', () => {
  establishedClient({ nagle: false })
    .write(100)
    .skip()
    .write(50)
    .expect({ flags: 'PSH ACK', seq: 101, length: 50 });
});

test('a FIN rides on the last segment that was still to be sent', () => {
  const script = establishedServer(noProbe).write(20_000).close().skip().at('200ms');
  script.inject({ flags: 'ACK', seq: 1, ack: 14601 });
  for (const seq of [14601, 16061, 17521]) script.expect({ flags: 'ACK', seq, length: 1460 });
  script.expect({ flags: 'FIN PSH ACK', seq: 18981, length: 1020 }).expectNothing();
});

test('RTO: 300 ms after a round trip of 100 ms, doubling, until the retries are used up', () => {
  const script = establishedClient({ ...noProbe, retries: 3 })
    .at('1s')
    .write(100)
    .expect({ seq: 1, length: 100, flags: 'PSH ACK' });
  for (const time of ['1300ms', '1900ms', '3100ms'])
    script.at(time).expect({ seq: 1, length: 100, flags: 'PSH ACK' });
  expect(script.lastReason).toBe(SegmentReason.retransmission);
  script.at('5499ms').expectNothing();
  script.at('5500ms').expectNothing();
  expect(script.told).toEqual(['open', 'error ETIMEDOUT', 'closed']);
});

test('after a timeout the window is one segment and grows again', () => {
  const script = establishedServer(noProbe).write(30_000).skip();
  script.at('400ms').expect({ seq: 1, length: 1460, flags: 'ACK' }).expectNothing();
  script.at('500ms').inject({ flags: 'ACK', seq: 1, ack: 1461 });
  script.expect({ seq: 1461, flags: 'ACK' }).expect({ seq: 2921, flags: 'ACK' }).expectNothing();
});

test('three duplicate ACKs: fast retransmit, without SACK', () => {
  const script = establishedServer(noProbe).write(14_600).skip().at('200ms');
  script.inject({ flags: 'ACK', seq: 1, ack: 1 }).inject({ flags: 'ACK', seq: 1, ack: 1 }).expectNothing();
  script.inject({ flags: 'ACK', seq: 1, ack: 1 }).expect({ flags: 'ACK', seq: 1, length: 1460 });
  expect(script.lastReason).toBe(SegmentReason.fastRetransmission);
  script.expectNothing();
});

test('limited transmit: the first two duplicates let new segments go', () => {
  const script = establishedServer(noProbe).write(30_000).skip().at('200ms');
  script.inject({ flags: 'ACK', seq: 1, ack: 1 }).expect({ seq: 14601, flags: 'ACK' });
  script.inject({ flags: 'ACK', seq: 1, ack: 1 }).expect({ seq: 16061, flags: 'ACK' }).expectNothing();
});

test('NewReno: a partial acknowledgement retransmits the next hole at once', () => {
  const script = establishedServer(noProbe).write(14_600).skip().at('200ms');
  for (let copy = 0; copy < 3; copy++) script.inject({ flags: 'ACK', seq: 1, ack: 1 });
  script.expect({ seq: 1, flags: 'ACK' });
  script
    .at('300ms')
    .inject({ flags: 'ACK', seq: 1, ack: 2921 })
    .expect({ seq: 2921, length: 1460, flags: 'ACK' });
});

test('SACK: exactly the missing segments are retransmitted', () => {
  const script = establishedServer({ ...noProbe, selectiveAcknowledgement: true }, { sackPermitted: true });
  script.write(14_600).skip().at('200ms');
  script.inject({ flags: 'ACK', seq: 1, ack: 1, sack: [[1461, 2921]] }).expectNothing();
  script.inject({ flags: 'ACK', seq: 1, ack: 1, sack: [[1461, 4381]] }).expectNothing();
  script
    .inject({ flags: 'ACK', seq: 1, ack: 1, sack: [[1461, 5841]] })
    .expect({ seq: 1, length: 1460, flags: 'ACK' });
  script.at('300ms').inject({ flags: 'ACK', seq: 1, ack: 14_601 }).expectNothing();
});

test('a closed window is probed, and data goes on when it opens', () => {
  const script = establishedClient()
    .inject({ flags: 'ACK', seq: 1, ack: 1, window: 0 })
    .write(100)
    .expectNothing();
  script.at('400ms').expect({ flags: 'ACK', seq: 0, length: 0 });
  expect(script.lastReason).toBe(SegmentReason.windowProbe);
  script.inject({ flags: 'ACK', seq: 1, ack: 1, window: 0 });
  script.at('1s').expect({ flags: 'ACK', seq: 0, length: 0 });
  script
    .inject({ flags: 'ACK', seq: 1, ack: 1, window: 5000 })
    .expect({ flags: 'PSH ACK', seq: 1, length: 100 });
});

test('a timeout that proves spurious gives the window back (timestamps)', () => {
  const script = establishedServer({ ...noProbe, timestamps: true }, { timestamps: true });
  script.write(14_480).skip();
  script.at('450ms').skip();
  // The original's acknowledgement comes late: it echoes the time of the first transmission.
  script.inject({ flags: 'ACK', seq: 1, ack: 1449, timestamps: true, echo: 100 });
  script.write(30_000);
  for (let segment = 0; segment < 2; segment++) script.expect({ flags: 'ACK', length: 1448 });
});

test('keep-alive probes, then the connection is given up', () => {
  const script = establishedClient({ keepAlive: { idle: '10s', interval: '1s', probes: 2 } });
  script.at('10100ms').expect({ flags: 'ACK', seq: 0, length: 0 });
  script.at('11100ms').expect({ flags: 'ACK', seq: 0, length: 0 });
  script.at('12100ms').expectNothing();
  expect(script.told).toContain('error ETIMEDOUT');
});

/** The most bytes that were ever unacknowledged, of a write to a peer that acknowledges each segment 100 ms later. */
function flightsOf(sendBuffer: string, bytes: number): { most: number; finished: number; sent: number } {
  const script = establishedServer({ sendBuffer, congestionControl: 'none' }, { mss: 1000 })
    .write(bytes)
    .close();
  let acknowledged = 1;
  let most = 0;
  for (let time = 200; time < 100_000; time += 100) {
    const next = (script.stream as TcpConnection).sendNext;
    // The FIN takes no place in it.
    most = Math.max(most, Math.min(next, bytes + 1) - acknowledged);
    if (next === bytes + 2) return { most, finished: time, sent: script.sent.length };
    acknowledged = next;
    script.at(`${time}ms`).inject({ flags: 'ACK', seq: 1, ack: acknowledged });
  }
  return { most, finished: Infinity, sent: script.sent.length };
}

test('no more than the send buffer is unacknowledged: so much a round trip', () => {
  expect(flightsOf('2kB', 10_000)).toMatchObject({ most: 2000, finished: 100 + 100 * 5 });
  expect(flightsOf('1B', 5)).toMatchObject({ most: 1 });
  expect(flightsOf('20kB', 10_000)).toMatchObject({ most: 10_000, finished: 200 });
});

test('a write that waits for room is pushed piece by piece, and the FIN follows its last byte', () => {
  const script = establishedServer({ sendBuffer: '2500B' }, { mss: 1000 }).write(4000).close();
  script.expect({ seq: 1, length: 1000, flags: 'ACK' }).expect({ seq: 1001, length: 1000, flags: 'ACK' });
  script.expect({ seq: 2001, length: 500, flags: 'PSH ACK' }).expectNothing();
  script.at('200ms').inject({ flags: 'ACK', seq: 1, ack: 2501 });
  script
    .expect({ seq: 2501, length: 1000, flags: 'ACK' })
    .expect({ seq: 3501, length: 500, flags: 'FIN PSH ACK' });
});

test('a write of petabytes is one piece of work, and holds no more than the buffer', () => {
  const script = establishedServer({ sendBuffer: '64KiB' }, { mss: 1000 }).write(4e15);
  const connection = script.stream as TcpConnection;
  expect(connection.bufferedEnd - connection.sendUnacknowledged).toBe(65_536);
  expect(connection.unsent).toBe(4e15 - 10_000);
  expect(script.writer.trace.contents).toHaveLength(1);
});

test('whoever waits for room is told as acknowledgements make it', () => {
  const script = establishedServer({ sendBuffer: '2kB' }, { mss: 1000 }).write(5000);
  script.stream?.awaitRoom(3000);
  script.at('200ms');
  expect(script.told).toEqual(['open']);
  script.inject({ flags: 'ACK', seq: 1, ack: 1001 });
  expect(script.told).toEqual(['open', 'room']);
});
