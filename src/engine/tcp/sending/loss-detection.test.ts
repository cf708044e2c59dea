import { expect, test } from 'vitest';
import { SegmentReason } from '../../../shared/trace/record';
import type { TcpConnection } from '../connection/connection';
import { establishedServer, type TcpScript } from '../testing/tcp-script';

/** RACK, proportional rate reduction, tail loss probes, DSACK: RFC 8985, 6937, 2883. Round trip 100 ms. */

const selective = { selectiveAcknowledgement: true, congestionControl: 'cubic' } as const;
const noProbe = { ...selective, tailLossProbe: false } as const;
const segment = 1000;
const peer = { sackPermitted: true, mss: segment };
type Block = readonly [number, number];

/** Ten segments of 1,000 bytes are out since 100 ms. */
const tenOut = (settings: object = noProbe) => establishedServer(settings, peer).write(10_000).skip();
const ack = (script: TcpScript, number: number, ...sack: Block[]) =>
  script.inject({ flags: 'ACK', seq: 1, ack: number, ...(sack.length > 0 ? { sack } : {}) });
const connectionOf = (script: TcpScript) => script.stream as TcpConnection;
const windowOf = (script: TcpScript) => connectionOf(script).congestion.window / segment;

test('three segments reported above a hole: everything sent before them is lost, and the first goes at once', () => {
  const script = tenOut().at('200ms');
  ack(script, 1, [2001, 3001]).expectNothing();
  ack(script, 1, [2001, 3001], [6001, 7001]).expectNothing();
  ack(script, 1, [2001, 3001], [6001, 7001], [8001, 9001]);
  script.expect({ flags: 'ACK', seq: 1, length: segment }).expectNothing();
  expect(script.lastReason).toBe(SegmentReason.fastRetransmission);
  expect(connectionOf(script).sent.lostBytes).toBe(6 * segment);
});

test('one report is not enough: what is late gets a quarter of a round trip', () => {
  const script = tenOut().at('200ms');
  ack(script, 1, [9001, 10_001]).expectNothing();
  script.at('226ms').expectNothing();
  // 25 ms and the two that Linux's timers wait at least.
  script.at('227ms').expect({ flags: 'ACK', seq: 1, length: segment });
  expect(script.lastReason).toBe(SegmentReason.fastRetransmission);
});

test('what was late comes in that time: nothing is sent again', () => {
  const script = tenOut().at('200ms');
  ack(script, 1, [1001, 2001]);
  script.at('210ms');
  ack(script, 2001);
  ack(script, 10_001);
  script.at('1s').expectNothing();
  expect(connectionOf(script).sent.delivery.reorderingSeen).toBe(true);
  expect(windowOf(script)).toBeGreaterThanOrEqual(10);
});

test('once reordering was seen, three reports no longer prove a loss', () => {
  const script = tenOut().at('200ms');
  ack(script, 1, [1001, 2001]);
  ack(script, 2001).write(10_000).skip();
  ack(script, 2001, [3001, 6001]).skip();
  script.at('226ms').expectNothing();
  script.at('227ms').expect({ flags: 'ACK', seq: 2001 });
});

test('a retransmission that is lost itself is found by what was sent after it', () => {
  const script = establishedServer(noProbe, peer).write(30_000).skip().at('200ms');
  ack(script, 1, [1001, 4001]);
  script.expect({ seq: 1, flags: 'ACK' });
  ack(script, 1, [1001, 10_001]).skip();
  // New data that left after the retransmission arrives; the retransmission does not.
  script.at('301ms');
  ack(script, 1, [1001, 13_001]);
  const again = script.sent.filter(({ seq, length }) => seq === 1 && length === segment);
  expect(again.map(({ at }) => at)).toEqual([100e6, 200e6, 301e6]);
});

test('proportional rate reduction: seven segments go for ten delivered, evenly', () => {
  const script = tenOut().at('200ms');
  script.write(20_000).skip();
  const sent = () => script.sent.length;
  const before = sent();
  ack(script, 1, [1001, 4001]);
  expect(script.sent.at(-1)).toMatchObject({ seq: 1 });
  for (let end = 5001; end <= 10_001; end += segment) ack(script, 1, [1001, end]);
  // ssthresh 7: one out for each delivered, once what is out is down to it.
  expect(sent() - before).toBe(1 + 6);
  script.at('300ms');
  ack(script, 10_001);
  expect(Math.floor(windowOf(script))).toBe(7);
});

test('the window after a recovery is the threshold, with nothing saved up to burst', () => {
  const script = tenOut().at('200ms');
  ack(script, 1, [4001, 7001]);
  for (let end = 8001; end <= 10_001; end += segment) ack(script, 1, [4001, end]);
  script.at('300ms');
  ack(script, 10_001).skip().write(20_000);
  for (let count = 0; count < 7; count++) script.expect({ flags: 'ACK', length: segment });
  script.expectNothing();
});

test('an acknowledgement below the newest still tells by its SACK blocks', () => {
  const script = tenOut().at('200ms');
  ack(script, 1, [1001, 3001], [8001, 9001]).skip();
  script.at('210ms');
  ack(script, 4001, [8001, 9001]).skip();
  const before = connectionOf(script).sent.sackedBytes;
  ack(script, 3001, [5001, 7001]);
  expect(connectionOf(script).sent.sackedBytes).toBe(before + 2 * segment);
});

test('a tail that is lost: after two round trips the last segment goes again', () => {
  const script = tenOut(selective).at('200ms');
  ack(script, 8001).skip();
  script.at('401ms').expectNothing();
  script.at('402ms').expect({ seq: 9001, length: segment, flags: 'PSH ACK' });
  expect(script.lastReason).toBe(SegmentReason.tailLossProbe);
  // Its SACK tells of the hole.
  script.at('502ms');
  ack(script, 8001, [9001, 10_001]);
  script.expect({ seq: 8001, length: segment, flags: 'ACK' });
});

test('a lone segment: the probe takes the place of the first timeout, which follows it', () => {
  const script = establishedServer(selective, peer).at('1s').write(500).skip();
  // 2 x 100 ms + 200 ms for a delayed ACK would be 400 ms; the timeout is 300 ms.
  script.at('1300ms').expect({ seq: 1, length: 500, flags: 'PSH ACK' });
  expect(script.lastReason).toBe(SegmentReason.tailLossProbe);
  script.at('1600ms').expect({ seq: 1, length: 500, flags: 'PSH ACK' });
  expect(script.lastReason).toBe(SegmentReason.retransmission);
});

test('a probe sends new data where there is some', () => {
  const script = establishedServer(selective, peer).write(12_000).skip();
  script.at('302ms').expect({ seq: 10_001, length: segment, flags: 'ACK' }).expectNothing();
  expect(script.lastReason).toBe(SegmentReason.data);
});

test('a probe that repaired a loss costs the window what the loss would have', () => {
  const script = tenOut(selective).at('200ms');
  ack(script, 9001).skip();
  script.at('600ms').skip();
  ack(script, 10_001).write(1000).skip();
  const before = windowOf(script);
  script.at('700ms');
  ack(script, 11_001);
  expect(windowOf(script)).toBe(Math.floor(before * 0.7));
});

test('a probe that a DSACK proves needless costs nothing', () => {
  const script = tenOut(selective).at('200ms');
  ack(script, 9001).skip();
  script.at('600ms').skip();
  ack(script, 10_001, [9001, 10_001]).write(1000).skip();
  const before = windowOf(script);
  script.at('700ms');
  ack(script, 11_001);
  expect(windowOf(script)).toBeGreaterThanOrEqual(before);
});

test('DSACKs for every retransmission undo the reduction', () => {
  const script = tenOut().at('200ms');
  ack(script, 1, [1001, 4001]).expect({ seq: 1, flags: 'ACK' });
  script.at('210ms');
  ack(script, 10_001);
  expect(windowOf(script)).toBe(7);
  script.at('300ms');
  ack(script, 10_001, [1, 1001]);
  expect(windowOf(script)).toBeGreaterThanOrEqual(10);
  expect(connectionOf(script).congestion.threshold).toBe(Infinity);
});

test('each round of DSACKs widens the time that is given to what is late', () => {
  const script = tenOut().at('200ms');
  ack(script, 1, [1001, 4001]).skip();
  ack(script, 10_001, [1, 1001]).write(4000).skip();
  script.at('300ms');
  ack(script, 10_001, [11_001, 12_001]);
  // Two quarters now.
  script.at('351ms').expectNothing();
  script.at('352ms').expect({ seq: 10_001, flags: 'ACK' });
});

test('a timeout spares what was sent lately', () => {
  const script = tenOut().at('200ms');
  ack(script, 1, [1001, 2001]);
  script.at('227ms').skip();
  ack(script, 1, [1001, 3001]).write(1000).skip();
  const newest = connectionOf(script).sent;
  script.at('527ms').expect({ seq: 1, length: segment, flags: 'ACK' });
  expect(script.lastReason).toBe(SegmentReason.retransmission);
  expect(newest.lostBytes).toBeGreaterThan(0);
});

test('a peer that drops what it had reported is believed at the timeout', () => {
  const script = tenOut().at('200ms');
  ack(script, 1, [1001, 10_001]).skip();
  script.at('300ms');
  // The retransmission is acknowledged, but nothing of what was reported.
  ack(script, 1001);
  expect(connectionOf(script).sent.sackedBytes).toBe(9000);
  script.at('600ms').expect({ seq: 1001, length: segment, flags: 'ACK' });
  expect(connectionOf(script).sent.sackedBytes).toBe(0);
});

test('without SACK: no second fast retransmission for what a timeout already sends again', () => {
  const script = establishedServer({ tailLossProbe: false, congestionControl: 'newreno' }, { mss: segment });
  script.write(10_000).skip().at('400ms').expect({ seq: 1, flags: 'ACK' });
  for (let copy = 0; copy < 3; copy++) ack(script, 1);
  script.at('450ms');
  expect(script.sent.filter(({ seq, length }) => seq === 1 && length > 0)).toHaveLength(2);
});

test('without SACK, duplicates count as delivered: the window does not grow twice for them', () => {
  const script = establishedServer({ tailLossProbe: false, congestionControl: 'newreno' }, { mss: segment });
  script.write(10_000).skip().at('200ms');
  ack(script, 1);
  ack(script, 1);
  ack(script, 3001);
  expect(windowOf(script)).toBe(11);
});
