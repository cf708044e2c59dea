import { expect, test } from 'vitest';
import { FlowBlock, QuicFrame, quicReceiveStates, quicSendStates } from '../../../shared/trace/quic';
import { RecordKind } from '../../../shared/trace/record';
import { QuicPair, type PairSettings } from '../testing/quic-pair';

const ms = 1e6;
const start = 2000 * ms;

/** An established connection over 50 ms each way, at 2 s. */
function openPair(settings: PairSettings = {}): QuicPair {
  const pair = new QuicPair({ delay: 50 * ms, ...settings });
  pair.connect();
  return pair.run(start);
}

/** The client asks on `streams` streams at once; the server answers each with `bytes`. */
function ask(pair: QuicPair, streams: number, bytes: number): void {
  const [client, server] = pair.applications;
  server.onRequest = (stream) => {
    stream.write('', bytes);
    stream.close();
  };
  pair.at(start, () => {
    for (let index = 0; index < streams; index++) {
      const stream = client.open();
      stream?.write('GET');
      stream?.close();
    }
  });
}

test('streams take turns, one datagram each', () => {
  const pair = openPair();
  ask(pair, 3, 10_000);
  pair.run(start + 60 * ms);
  expect(pair.streamFrames(1).map(({ stream }) => stream)).toEqual([0, 4, 8, 0, 4, 8, 0, 4, 8, 0]);
});

test('small pieces of several streams share a datagram', () => {
  const pair = openPair();
  ask(pair, 5, 100);
  pair.run(start + 60 * ms);
  expect(new Set(pair.streamFrames(1).map(({ datagram }) => datagram)).size).toBe(1);
});

test('a lost datagram delays one stream, and no other by a nanosecond', () => {
  const whole = openPair();
  ask(whole, 5, 14_000);
  whole.run(start + 3000 * ms);
  const holed = openPair();
  const sent = holed.records(RecordKind.linkSend).filter((seq) => holed.trace.place(seq) === 1).length;
  // The second datagram of the answers: the second stream's first.
  holed.directions[1].dropFrames([sent + 2]);
  ask(holed, 5, 14_000);
  holed.run(start + 3000 * ms);
  const firsts = (pair: QuicPair) => [...pair.applications[0].streams.values()].map(({ firstAt }) => firstAt);
  const late = firsts(holed).filter((at, index) => at !== firsts(whole)[index]);
  expect(late).toHaveLength(1);
  for (const log of holed.applications[0].streams.values()) expect(log.bytes).toBe(14_000);
});

test('a stream goes through the states of RFC 9000 section 3 at both ends', () => {
  const pair = openPair();
  ask(pair, 1, 3000);
  pair.run(start + 3000 * ms);
  const { trace } = pair;
  const states = (end: 0 | 1, part: number, names: readonly string[]) =>
    pair
      .records(RecordKind.quicStream, end)
      .filter((seq) => trace.detail(seq) === part)
      .map((seq) => names[(trace.b(seq) >> 8) & 0xff]);
  for (const end of [0, 1] as const) {
    expect(states(end, 0, quicSendStates)).toEqual(['Send', 'Data Sent', 'Data Recvd']);
    expect(states(end, 1, quicReceiveStates)).toEqual(['Size Known', 'Data Recvd', 'Data Read']);
  }
  expect(pair.applications[0].log(0).closed).toBe(1);
  expect(pair.applications[1].log(0).closed).toBe(1);
});

test('a reset stops what is under way, and tells the reader', () => {
  const pair = openPair();
  ask(pair, 1, 1_000_000);
  pair.at(start + 160 * ms, () => pair.applications[1].log(0).stream.reset(7));
  pair.run(start + 3000 * ms);
  const log = pair.applications[0].log(0);
  expect(log.errors).toEqual(['ECONNRESET']);
  expect(log.bytes).toBeLessThan(1_000_000);
  expect(log.closed).toBe(1);
  const [reset] = pair.frames().filter(({ type }) => type === QuicFrame.resetStream);
  expect(reset).toMatchObject({ stream: 0, length: 7 });
  // The final size is what was sent.
  expect(reset?.offset).toBe(Math.max(...pair.streamFrames(1).map(({ offset, length }) => offset + length)));
  expect([pair.state(0), pair.state(1)]).toEqual(['CONFIRMED', 'CONFIRMED']);
});

test('a lost reset is sent again', () => {
  const pair = openPair();
  ask(pair, 1, 10_000);
  pair.run(start + 55 * ms);
  pair.directions[1].setCut(true, 0);
  pair.at(start + 56 * ms, () => pair.applications[1].log(0).stream.reset(7));
  pair.run(start + 100 * ms);
  pair.directions[1].setCut(false, 0);
  pair.run(start + 5000 * ms);
  expect(pair.applications[0].log(0).errors).toEqual(['ECONNRESET']);
  expect(pair.applications[1].log(0).closed).toBe(1);
});

test('STOP_SENDING is answered with a reset (RFC 9000 section 3.5)', () => {
  const pair = openPair();
  ask(pair, 1, 1_000_000);
  pair.at(start + 160 * ms, () => pair.applications[0].log(0).stream.stopSending(9));
  pair.run(start + 3000 * ms);
  expect(pair.applications[1].log(0).errors).toEqual(['ECONNRESET']);
  expect(pair.applications[0].log(0).errors).toEqual(['ECONNRESET']);
  const [reset] = pair.frames().filter(({ type }) => type === QuicFrame.resetStream);
  expect(reset).toMatchObject({ end: 1, stream: 0, length: 9 });
});

test('a stream window that is full holds the sender back until it is read', () => {
  const pair = openPair({ client: { streamWindow: '20kB' } });
  ask(pair, 1, 50_000);
  const paused = () => pair.applications[0].log(0).stream.pauseReading();
  pair.at(start + 10 * ms, paused);
  pair.run(start + 3000 * ms);
  const log = pair.applications[0].log(0);
  expect(log.bytes).toBe(0);
  const sent = () => Math.max(...pair.streamFrames(1).map(({ offset, length }) => offset + length));
  expect(sent()).toBe(20_000);
  const [blocked] = pair.records(RecordKind.quicBlocked, 1);
  expect(pair.trace.detail(blocked as number)).toBe(FlowBlock.stream);
  expect(pair.trace.a(blocked as number)).toBe(0);
  const told = pair.frames().filter(({ type }) => type === QuicFrame.streamDataBlocked);
  expect(told.map(({ offset }) => offset)).toEqual([20_000]);
  pair.at(start + 3000 * ms, () => log.stream.resumeReading());
  pair.run(start + 6000 * ms);
  expect(log.bytes).toBe(50_000);
  expect(log.endAt).toBeGreaterThan(start + 3000 * ms);
});

test('the connection window holds all streams back together', () => {
  const pair = openPair({ client: { connectionWindow: '20kB' } });
  ask(pair, 2, 30_000);
  pair.at(start + 10 * ms, () => {
    for (const { stream } of pair.applications[0].streams.values()) stream.pauseReading();
  });
  pair.run(start + 3000 * ms);
  const frames = pair.streamFrames(1).filter(({ at }) => at > start);
  expect(frames.reduce((sum, { length }) => sum + length, 0)).toBe(20_000);
  const blocked = pair.records(RecordKind.quicBlocked, 1).map((seq) => pair.trace.detail(seq));
  expect(blocked).toEqual([FlowBlock.connection, FlowBlock.connection]);
  expect(pair.frames().filter(({ type }) => type === QuicFrame.dataBlocked)).toHaveLength(1);
  pair.at(start + 3000 * ms, () => {
    for (const { stream } of pair.applications[0].streams.values()) stream.resumeReading();
  });
  pair.run(start + 9000 * ms);
  for (const log of pair.applications[0].streams.values()) expect(log.bytes).toBe(30_000);
});

test('windows move on at half of themselves, so that a steady reader never holds the sender back', () => {
  const pair = openPair({
    client: { streamWindow: '800kB', connectionWindow: '900kB' },
    link: { bandwidth: 10e6, queuePackets: 30 },
  });
  ask(pair, 1, 3_000_000);
  pair.run(start + 10_000 * ms);
  expect(pair.applications[0].log(0).bytes).toBe(3_000_000);
  expect(pair.records(RecordKind.quicBlocked)).toEqual([]);
  const updates = pair.frames().filter(({ type }) => type === QuicFrame.maxStreamData);
  expect(updates.length).toBeLessThanOrEqual(10);
});

test('a client opens no more streams than it may, and is told when it may again', () => {
  const pair = openPair({ server: { maximumStreams: 4 } });
  const [client, server] = pair.applications;
  server.onRequest = (stream) => {
    stream.write('', 100);
    stream.close();
  };
  let opened = 0;
  const openAll = () => {
    for (let stream = client.open(); stream; stream = client.open()) {
      opened += 1;
      stream.write('GET');
      stream.close();
    }
  };
  pair.at(start, openAll);
  expect(opened).toBe(4);
  const [blocked] = pair.records(RecordKind.quicBlocked, 0);
  expect(pair.trace.detail(blocked as number)).toBe(FlowBlock.streamLimit);
  pair.run(start + 1000 * ms);
  expect(client.told).toContain('streams allowed');
  pair.at(start + 1000 * ms, openAll);
  pair.run(start + 3000 * ms);
  expect(opened).toBeGreaterThan(4);
  for (const log of client.streams.values()) expect(log.bytes).toBe(100);
});

test('an application that asks for room is told once fewer bytes are unsent', () => {
  const pair = openPair();
  const [client, server] = pair.applications;
  const rooms: number[] = [];
  pair.at(start, () => {
    const stream = client.connection?.open('bidirectional', {
      onOpen: () => undefined,
      onData: () => undefined,
      onEnd: () => undefined,
      onError: () => undefined,
      onClosed: () => undefined,
      onRoom: (self) => rooms.push(self.unsent),
    });
    stream?.write('', 100_000);
    stream?.awaitRoom(20_000);
    stream?.close();
  });
  pair.run(start + 5000 * ms);
  expect(rooms).toHaveLength(1);
  expect(rooms[0]).toBeLessThan(20_000);
  expect(server.log(0).bytes).toBe(100_000);
});

test('an application that writes whenever there is room writes all in the end', () => {
  const pair = openPair();
  const [client, server] = pair.applications;
  let left = 500_000;
  pair.at(start, () => {
    const stream = client.connection?.open('unidirectional', {
      onOpen: () => undefined,
      onData: () => undefined,
      onEnd: () => undefined,
      onError: () => undefined,
      onClosed: () => undefined,
      onRoom: (self) => {
        const piece = Math.min(16_384, left);
        left -= piece;
        self.write('', piece);
        if (left > 0) self.awaitRoom(16_384);
        else self.close();
      },
    });
    stream?.awaitRoom(1);
  });
  pair.run(start + 5000 * ms);
  expect(server.log(2).bytes).toBe(500_000);
  expect(server.log(2).endAt).toBeGreaterThan(0);
});

test('each end opens unidirectional streams of its own (RFC 9000 section 2.1)', () => {
  const pair = openPair();
  const [client, server] = pair.applications;
  const quiet = {
    onOpen: () => undefined,
    onData: () => undefined,
    onEnd: () => undefined,
    onError: () => undefined,
    onClosed: () => undefined,
  };
  pair.at(start, () => {
    expect(client.connection?.open('unidirectional', quiet)?.stream).toBe(2);
    expect(server.connection?.open('unidirectional', quiet)?.stream).toBe(3);
    const second = server.connection?.open('unidirectional', quiet);
    expect(second?.stream).toBe(7);
    second?.write('settings');
  });
  pair.run(start + 1000 * ms);
  // The higher number opens the lower too.
  expect([...client.streams.keys()]).toEqual([3, 7]);
  expect(client.log(7).bytes).toBe(8);
});
