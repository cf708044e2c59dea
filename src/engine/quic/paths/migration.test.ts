import { expect, test } from 'vitest';
import { PathEvent, QuicFrame, QuicPacketItem } from '../../../shared/trace/quic';
import { RecordKind } from '../../../shared/trace/record';
import {
  QuicPair,
  clientAddress,
  otherClientAddress,
  serverAddress,
  type PairSettings,
} from '../testing/quic-pair';

const ms = 1e6;
const start = 2000 * ms;

/** An established connection over 50 ms each way; at 2 s the client asks for `bytes`. */
function download(bytes: number, settings: PairSettings = {}): QuicPair {
  const pair = new QuicPair({ delay: 50 * ms, link: { bandwidth: 10e6, queuePackets: 100 }, ...settings });
  const [client, server] = pair.applications;
  server.onRequest = (stream) => {
    stream.write('', bytes);
    stream.close();
  };
  pair.connect();
  pair.at(start, () => {
    const stream = client.open();
    stream?.write('GET');
    stream?.close();
  });
  return pair;
}

const paths = (pair: QuicPair, end: 0 | 1) =>
  pair.records(RecordKind.quicPath, end).map((seq) => pair.trace.detail(seq));

/** Source addresses of the client's datagrams from a time on. */
function clientAddresses(pair: QuicPair, from: number): Set<number> {
  const { trace } = pair;
  return new Set(
    pair
      .records(RecordKind.quicSend, 0)
      .filter((seq) => trace.time(seq) >= from)
      .map((seq) => trace.sourceAddress(trace.packet(seq))),
  );
}

test('a client that changes its address keeps its streams (RFC 9000 section 9)', () => {
  const pair = download(2_000_000);
  pair.at(start + 500 * ms, () => pair.client.migrate(otherClientAddress));
  pair.run(start + 30_000 * ms);
  expect(clientAddresses(pair, start + 500 * ms)).toEqual(new Set([otherClientAddress]));
  expect(pair.applications[0].log(0).bytes).toBe(2_000_000);
  expect(pair.applications[0].told).toEqual(['open', 'established h3']);
  expect(paths(pair, 0)).toEqual([PathEvent.challenged, PathEvent.validated]);
  expect(paths(pair, 1)).toEqual([PathEvent.peerMoved, PathEvent.challenged, PathEvent.validated]);
  const { trace } = pair;
  const last = pair.records(RecordKind.quicSend, 1).slice(-1)[0] as number;
  expect(trace.destinationAddress(trace.packet(last))).toBe(otherClientAddress);
  expect(trace.connections[0]?.ends.map(({ address }) => address)).toEqual([clientAddress, serverAddress]);
});

test('both ends challenge the new path, and answer', () => {
  const pair = download(100_000);
  pair.at(start + 500 * ms, () => pair.client.migrate(otherClientAddress));
  pair.run(start + 5000 * ms);
  const ends = (type: number) =>
    pair
      .frames()
      .filter((frame) => frame.type === type)
      .map(({ end }) => end);
  expect(ends(QuicFrame.pathChallenge).sort()).toEqual([0, 1]);
  expect(ends(QuicFrame.pathResponse).sort()).toEqual([0, 1]);
});

test('each end uses another connection id on the new path, and retires the old (section 9.5)', () => {
  const pair = download(100_000);
  pair.at(start + 500 * ms, () => pair.client.migrate(otherClientAddress));
  pair.run(start + 5000 * ms);
  const { trace } = pair;
  for (const end of [0, 1] as const) {
    const used = new Set<number>();
    for (const seq of pair.records(RecordKind.quicSend, end)) {
      if (trace.time(seq) < start + 600 * ms) continue;
      const item = trace.firstQuicItem(trace.packet(seq));
      if (trace.quicItemType(item) === QuicPacketItem.oneRtt) used.add(trace.quicItemWord(item, 2));
    }
    expect([...used]).toEqual([1]);
  }
  const retired = pair.frames().filter(({ type }) => type === QuicFrame.retireConnectionId);
  expect(retired.map(({ end, stream }) => [end, stream]).sort()).toEqual([
    [0, 0],
    [1, 0],
  ]);
});

test('the congestion window begins afresh on the new path (section 9.4)', () => {
  const pair = download(4_000_000);
  pair.at(start + 1500 * ms, () => pair.client.migrate(otherClientAddress));
  pair.run(start + 1700 * ms);
  const reported = pair
    .records(RecordKind.quicCongestion, 1)
    .filter((seq) => pair.trace.time(seq) > start + 1500 * ms)
    .map((seq) => pair.trace.a(seq));
  expect(reported).toContain(10 * 1452);
});

test('until the new address is validated the server keeps to three times what came from it (section 9.3)', () => {
  const pair = download(4_000_000);
  pair.at(start + 1500 * ms, () => pair.client.migrate(otherClientAddress));
  pair.run(start + 10_000 * ms);
  const { trace } = pair;
  const validated = pair
    .records(RecordKind.quicPath, 1)
    .find((seq) => trace.detail(seq) === PathEvent.validated) as number;
  let came = 0;
  let sent = 0;
  for (let seq = 0; seq < validated; seq++) {
    const packet = trace.packet(seq);
    if (trace.kind(seq) === RecordKind.linkArrive && trace.sourceAddress(packet) === otherClientAddress)
      came += trace.payloadBytes(packet);
    if (trace.kind(seq) === RecordKind.quicSend && trace.destinationAddress(packet) === otherClientAddress)
      sent += trace.payloadBytes(packet);
  }
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThanOrEqual(3 * came);
});

test('a path whose challenge is lost is challenged again', () => {
  const pair = download(100_000);
  pair.run(start + 500 * ms);
  const sent = pair.records(RecordKind.linkSend).filter((seq) => pair.trace.place(seq) === 0).length;
  pair.directions[0].dropFrames([sent + 1]);
  pair.at(start + 500 * ms, () => pair.client.migrate(otherClientAddress));
  pair.run(start + 10_000 * ms);
  expect(paths(pair, 0).filter((event) => event === PathEvent.challenged).length).toBeGreaterThan(1);
  expect(paths(pair, 0).slice(-1)).toEqual([PathEvent.validated]);
});

test('a client may move twice', () => {
  const pair = download(3_000_000);
  pair.at(start + 500 * ms, () => pair.client.migrate(otherClientAddress));
  pair.at(start + 1500 * ms, () => pair.client.migrate(clientAddress));
  pair.run(start + 30_000 * ms);
  expect(pair.applications[0].log(0).bytes).toBe(3_000_000);
  expect(clientAddresses(pair, start + 1500 * ms)).toEqual(new Set([clientAddress]));
});

test('a client that moves during the handshake goes once that is confirmed', () => {
  const early = new QuicPair({ delay: 50 * ms });
  early.connect();
  early.at(60 * ms, () => early.client.migrate(otherClientAddress));
  early.run(3000 * ms);
  expect(paths(early, 0)).toEqual([PathEvent.challenged, PathEvent.validated]);
  expect(early.trace.time(early.records(RecordKind.quicPath, 0)[0] as number)).toBeGreaterThan(190 * ms);
});
