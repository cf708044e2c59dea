import { expect, test } from 'vitest';
import { QuicFrame, QuicPacketItem, QuicTimer } from '../../../shared/trace/quic';
import { RecordKind } from '../../../shared/trace/record';
import { QuicPair, clientAddress, otherClientAddress, type PairSettings } from '../testing/quic-pair';

const ms = 1e6;
/** Transmission over the fast link of tests takes microseconds at most. */
const nearly = 0.01 * ms;

function isAbout(actual: number | undefined, expected: number): void {
  expect(actual).toBeGreaterThanOrEqual(expected);
  expect(actual).toBeLessThan(expected + nearly);
}

/** A client that asks as soon as it may, over a link of 50 ms each way, and a server that answers with 1000 bytes. */
function visit(settings: PairSettings = {}): QuicPair {
  const pair = new QuicPair({ delay: 50 * ms, ...settings });
  const [client, server] = pair.applications;
  client.onOpenAction = () => {
    const stream = client.open();
    stream?.write('GET', 97);
    stream?.close();
  };
  server.onRequest = (stream) => {
    stream.write('', 1000);
    stream.close();
  };
  pair.connect();
  return pair;
}

/** When the client's request was first sent. */
const requestSent = (pair: QuicPair) => pair.streamFrames(0)[0]?.at;

test('a first visit: the request leaves after 1 round trip, the answer is there after 2', () => {
  const pair = visit().run(5000 * ms);
  const [client, server] = pair.applications;
  isAbout(requestSent(pair), 100 * ms);
  isAbout(server.log(0).endAt, 150 * ms);
  isAbout(client.log(0).endAt, 200 * ms);
  expect([server.log(0).bytes, client.log(0).bytes]).toEqual([100, 1000]);
  expect(client.told).toEqual(['open', 'established h3']);
  expect(server.told).toEqual(['open', 'established h3']);
  expect([pair.state(0), pair.state(1)]).toEqual(['CONFIRMED', 'CONFIRMED']);
});

test('a server speaks with its first flight, before it has heard from the client again (RFC 9114 section 7.2.4.2)', () => {
  const pair = new QuicPair({ delay: 50 * ms });
  const [client, server] = pair.applications;
  server.onOpenAction = () => server.open('unidirectional')?.write('settings');
  pair.connect();
  pair.run(1000 * ms);
  const [settings] = pair.streamFrames(1);
  expect(settings).toMatchObject({ stream: 3, packetType: QuicPacketItem.oneRtt });
  isAbout(settings?.at, 50 * ms);
  isAbout(client.log(3).lastAt, 100 * ms);
  expect(server.told).toEqual(['open', 'established h3']);
});

test('a return visit: the request leaves at once, as early data, and the answer is there after 1 round trip', () => {
  const pair = visit({ visitedBefore: true }).run(5000 * ms);
  const [client, server] = pair.applications;
  expect(requestSent(pair)).toBe(0);
  expect(pair.streamFrames(0)[0]?.packetType).toBe(QuicPacketItem.zeroRtt);
  isAbout(server.log(0).endAt, 50 * ms);
  isAbout(client.log(0).endAt, 100 * ms);
  expect(pair.streamFrames(0)).toHaveLength(1);
});

test('an application hears of a connection before it hears of its streams, early data included', () => {
  const pair = new QuicPair({ visitedBefore: true });
  const [client, server] = pair.applications;
  client.onOpenAction = () => client.open()?.write('GET');
  server.onAccepted = ({ stream, applicationProtocol }) =>
    server.told.push(`stream ${stream} ${applicationProtocol}`);
  pair.connect();
  pair.run(1000 * ms);
  expect(server.told).toEqual(['open', 'stream 0 h3', 'established h3']);
});

test('a ticket of this run is used on the second connection', () => {
  const pair = visit().run(1000 * ms);
  pair.at(1000 * ms, () => pair.connect()).run(5000 * ms);
  expect(pair.trace.tls.offers.map(({ resumption }) => resumption?.from)).toEqual([undefined, 0]);
  const early = pair.streamFrames(0).find(({ packetType }) => packetType === QuicPacketItem.zeroRtt);
  expect(early?.at).toBe(1000 * ms);
});

test('resumption without early data takes 1 round trip, as a first visit does', () => {
  const pair = visit({ visitedBefore: true, tlsClient: { earlyData: false } }).run(5000 * ms);
  isAbout(requestSent(pair), 100 * ms);
});

test('early data that the server refuses is sent again as soon as the handshake is complete', () => {
  const pair = visit({ visitedBefore: true, tlsServer: { acceptsEarlyData: false } }).run(5000 * ms);
  const [client, server] = pair.applications;
  const sent = pair.streamFrames(0);
  expect(sent.map(({ packetType }) => packetType)).toEqual([QuicPacketItem.zeroRtt, QuicPacketItem.oneRtt]);
  isAbout(sent[1]?.at, 100 * ms);
  isAbout(server.log(0).endAt, 150 * ms);
  expect(client.log(0).bytes).toBe(1000);
  expect(pair.records(RecordKind.quicLost)).toEqual([]);
});

test('every datagram of a client with an Initial packet is of 1200 bytes (RFC 9000 section 14.1)', () => {
  const pair = visit().run(5000 * ms);
  const withInitial = new Set(
    pair
      .frames()
      .filter(({ end, packetType }) => end === 0 && packetType === QuicPacketItem.initial)
      .map(({ datagram }) => datagram),
  );
  expect(withInitial.size).toBeGreaterThanOrEqual(2);
  for (const datagram of withInitial) expect(pair.trace.payloadBytes(datagram)).toBe(1200);
});

test('a lost ClientHello is sent again after the initial probe timeout of 999 ms', () => {
  const pair = visit();
  pair.directions[0].dropFrames([1]);
  pair.run(5000 * ms);
  const hellos = pair.frames().filter(({ end, type }) => end === 0 && type === QuicFrame.crypto);
  // RFC 9002 section 6.2.2: 333 ms and four times half of it.
  expect(hellos[1]).toMatchObject({ at: 999 * ms, packetType: QuicPacketItem.initial, offset: 0 });
  isAbout(pair.applications[0].log(0).endAt, 1199 * ms);
});

test('a server sends no more than three times what came until the address is validated (RFC 9000 section 8.1)', () => {
  const pair = visit({ tlsServer: { certificateBytes: 9000 } }).run(5000 * ms);
  const { trace } = pair;
  const sent = pair.records(RecordKind.quicSend, 1);
  const inFirstFlight = sent.filter((seq) => trace.time(seq) < 100 * ms);
  const bytes = inFirstFlight.reduce((sum, seq) => sum + trace.payloadBytes(trace.packet(seq)), 0);
  expect(bytes).toBeLessThanOrEqual(3600);
  expect(bytes).toBeGreaterThan(3000);
  // One more round trip, for the client's Handshake packets to lift the limit.
  isAbout(requestSent(pair), 200 * ms);
  expect(pair.applications[0].log(0).bytes).toBe(1000);
});

test('a token of the last visit validates the address, so that no limit holds (RFC 9000 section 8.1.3)', () => {
  const bytesEarly = (visitedBefore: boolean) => {
    const pair = new QuicPair({ delay: 50 * ms, visitedBefore });
    const [client, server] = pair.applications;
    client.onOpenAction = () => client.open()?.close();
    server.onRequest = (stream) => stream.write('', 20_000);
    if (!visitedBefore) {
      pair.connect();
      pair.run(1000 * ms);
    }
    const start = pair.writer.now;
    pair.at(start, () => pair.connect());
    pair.run(start + 99 * ms);
    const { trace } = pair;
    const sent = pair.records(RecordKind.quicSend, 1).filter((seq) => trace.time(seq) > start);
    return sent.reduce((sum, seq) => sum + trace.payloadBytes(trace.packet(seq)), 0);
  };
  // Ten datagrams are the initial window.
  expect(bytesEarly(true)).toBeGreaterThan(12_000);
  expect(bytesEarly(false)).toBeGreaterThan(12_000);
});

test('a token is good for the address that it was given to, and no other', () => {
  const pair = visit().run(1000 * ms);
  pair.at(1000 * ms, () => pair.connectFrom(otherClientAddress));
  pair.applications[1].onRequest = (stream) => stream.write('', 20_000);
  pair.run(1090 * ms);
  const { trace } = pair;
  const sent = pair.records(RecordKind.quicSend, 1).filter((seq) => trace.time(seq) > 1000 * ms);
  expect(sent.reduce((sum, seq) => sum + trace.payloadBytes(trace.packet(seq)), 0)).toBeLessThanOrEqual(3600);
});

test('a server stuck at the limit is freed by a probe of the client (RFC 9002 section 6.2.2.1)', () => {
  const pair = visit({ tlsServer: { certificateBytes: 9000 } });
  // All that the server may send is lost: it may not send again, and the client has nothing in flight to it.
  pair.directions[1].dropFrames([1, 2, 3]);
  pair.run(20_000 * ms);
  expect(pair.applications[0].log(0).bytes).toBe(1000);
  const probes = pair.records(RecordKind.quicTimer, 0);
  expect(probes.length).toBeGreaterThan(0);
});

test('a client that has a round-trip sample probes after srtt + 4 rttvar (RFC 9002 section 6.2.2.1)', () => {
  // The ClientHello gets through; the acknowledgements of what the server may send are lost, and it may not send more.
  const pair = visit({ tlsServer: { certificateBytes: 12_000 } });
  pair.directions[0].dropFrames([2, 3, 4]);
  pair.run(20_000 * ms);
  const [probe] = pair
    .records(RecordKind.quicTimer, 0)
    .filter((seq) => pair.trace.detail(seq) === QuicTimer.probe);
  // The sample of 100 ms comes after as much; its variance begins as half of it.
  isAbout(pair.trace.time(probe as number), 100 * ms + (100 + 4 * 50) * ms);
  expect(pair.applications[0].log(0).bytes).toBe(1000);
});

test.each([1, 2, 3, 4, 5, 6])('a handshake survives the loss of datagram %i in each direction', (nth) => {
  for (const direction of [0, 1] as const)
    for (const visitedBefore of [false, true]) {
      const pair = visit({ visitedBefore });
      pair.directions[direction].dropFrames([nth]);
      pair.run(60_000 * ms);
      expect(pair.applications[0].log(0).bytes).toBe(1000);
      expect(pair.applications[1].log(0).bytes).toBe(100);
    }
});

test('packets that overtake their keys are kept until these are there', () => {
  // The datagrams of the server's flight arrive in the wrong order.
  const pair = visit({ link: { reorder: 0.5, reorderBy: 5 * ms }, seed: 3 });
  pair.run(5000 * ms);
  expect(pair.applications[0].log(0).bytes).toBe(1000);
  expect(pair.records(RecordKind.quicTimer, 0).filter((seq) => pair.trace.detail(seq) === 2)).toEqual([]);
});

test('the time that a server computes passes before its flight', () => {
  const pair = visit({ tlsServer: { processing: 7 * ms }, tlsClient: { processing: 2 * ms } }).run(5000 * ms);
  isAbout(requestSent(pair), 109 * ms);
});

test('a client and a server without a common protocol part with a TLS alert', () => {
  const pair = visit({ tlsServer: { protocols: ['h2'] } }).run(10_000 * ms);
  expect(pair.applications[0].told).toEqual(['error TLS alert', 'closed']);
  expect([pair.state(0), pair.state(1)]).toEqual(['CLOSED', 'CLOSED']);
});

test('where nobody answers the client gives up after its idle timeout', () => {
  const pair = visit({ link: { loss: 1 } });
  pair.run();
  expect(pair.applications[0].told).toEqual(['error ETIMEDOUT', 'closed']);
  isAbout(pair.writer.now, 30_000 * ms);
  expect(pair.state(0)).toBe('CLOSED');
});

test('a datagram to a port that nobody listens on is dropped', () => {
  const pair = new QuicPair();
  pair.connectFrom(clientAddress, 444);
  pair.run(60 * ms);
  const [drop] = pair.records(RecordKind.ipDrop, 1);
  expect(drop).toBeDefined();
});
