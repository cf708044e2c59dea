import { expect, test } from 'vitest';
import { QuicFrame, QuicPacketItem } from '../../../shared/trace/quic';
import { QuicPair, type PairSettings } from '../testing/quic-pair';

const ms = 1e6;

/** A client that was there before and asks on `streams` streams as soon as it may, 300 bytes each; the server answers. */
function returnVisit(streams: number, settings: PairSettings = {}): QuicPair {
  const pair = new QuicPair({ delay: 50 * ms, visitedBefore: true, ...settings });
  const [client, server] = pair.applications;
  let asked = 0;
  const ask = () => {
    while (asked < streams) {
      const stream = client.open();
      if (!stream) return;
      asked += 1;
      stream.write('GET', 297);
      stream.close();
    }
  };
  client.onOpenAction = ask;
  client.onStreamsAllowedAction = ask;
  server.onRequest = (stream) => {
    stream.write('', 1000);
    stream.close();
  };
  pair.connect();
  return pair;
}

/** STREAM frames that went out as early data. */
const early = (pair: QuicPair) =>
  pair.streamFrames(0).filter(({ packetType }) => packetType === QuicPacketItem.zeroRtt);
const answered = (pair: QuicPair) =>
  [...pair.applications[0].streams.values()].filter(({ bytes }) => bytes === 1000).length;

test("early data keeps to the server's limit of streams, and the rest waits for MAX_STREAMS (RFC 9000 section 7.4.1)", () => {
  const pair = returnVisit(10, { server: { maximumStreams: 2 } }).run(5000 * ms);
  expect(early(pair).map(({ stream }) => stream)).toEqual([0, 4]);
  expect(answered(pair)).toBe(10);
});

test("the client's own limits are of no account for what it sends", () => {
  const pair = returnVisit(10, { client: { maximumStreams: 2, streamWindow: '100B' } }).run(20_000 * ms);
  expect(early(pair)).toHaveLength(10);
  expect(early(pair).every(({ length }) => length === 300)).toBe(true);
  expect(answered(pair)).toBe(10);
});

test('early data keeps to the window of a stream, and to that of the connection', () => {
  const narrow = returnVisit(1, { server: { streamWindow: '10B' } }).run(20_000 * ms);
  expect(early(narrow).map(({ length }) => length)).toEqual([10]);
  expect(answered(narrow)).toBe(1);
  const shared = returnVisit(3, { server: { connectionWindow: '400B' } }).run(5000 * ms);
  expect(early(shared).reduce((sum, { length }) => sum + length, 0)).toBe(400);
  expect(answered(shared)).toBe(3);
});

test('what a server declared on an earlier connection of the run is remembered when both ends have forgotten it', () => {
  const settings = { visitedBefore: false, server: { maximumStreams: 2 }, client: { maximumStreams: 50 } };
  const pair = returnVisit(2, settings).run(1000 * ms);
  pair.at(1000 * ms, () => pair.applications[0].connection?.close(0x100)).run(20_000 * ms);
  const [client] = pair.applications;
  let opened = 0;
  client.onOpenAction = () => {
    while (client.open()) opened += 1;
  };
  pair.at(20_000 * ms, () => pair.connect()).run(20_001 * ms);
  expect(opened).toBe(2);
});

test('refused early data goes again within the limits, and the rest follows', () => {
  const settings = { server: { maximumStreams: 2 }, tlsServer: { acceptsEarlyData: false } };
  const pair = returnVisit(10, settings).run(5000 * ms);
  expect(early(pair).map(({ stream }) => stream)).toEqual([0, 4]);
  expect(answered(pair)).toBe(10);
});

test('who waits for streams, or for a window, goes on when the server declares more than it did last time', () => {
  const remembered = { maximumStreams: 2, streamWindow: '100B', connectionWindow: '150B' };
  const pair = returnVisit(10, { remembered }).run(5000 * ms);
  expect(early(pair).map(({ length }) => length)).toEqual([100, 50]);
  expect(answered(pair)).toBe(10);
  expect(pair.applications[0].log(36).endAt).toBeLessThan(300 * ms);
  expect(pair.frames().some(({ type }) => type === QuicFrame.maxStreamsBidirectional)).toBe(false);
});

test('without a word of the limits there is no early data', () => {
  const pair = returnVisit(1, { visitedBefore: false });
  pair.sessions.rememberVisit('server', 0x0304, 'h3', undefined);
  pair.at(1000 * ms, () => pair.connect()).run(5000 * ms);
  expect(early(pair)).toEqual([]);
  expect(answered(pair)).toBe(1);
});
