import { expect, test } from 'vitest';
import { SegmentReason } from '../../shared/trace/record';
import type { TcpConnection } from './connection/connection';
import { establishedServer, type TcpScript } from './testing/tcp-script';

/** Windows: narrow, closed, idle, not used (RFC 9293 section 3.8.6, RFC 5681 section 4.1, RFC 7661). Round trip 100 ms. */

const noProbe = { tailLossProbe: false, congestionControl: 'newreno' } as const;
const peer = { mss: 1000 };
const ack = (script: TcpScript, number: number, window = 65535) =>
  script.inject({ flags: 'ACK', seq: 1, ack: number, window });
const windowOf = (script: TcpScript) => Math.floor((script.stream as TcpConnection).congestion.window / 1000);

test('a silly window is not used: what fits goes when the persist timer fires', () => {
  const script = establishedServer(noProbe, peer).at('200ms');
  ack(script, 1, 10);
  script.write(1000).expectNothing();
  script.at('499ms').expectNothing();
  script.at('500ms').expect({ seq: 1, length: 10, flags: 'ACK' });
});

test('a window that opens in the meantime lets the whole segment go', () => {
  const script = establishedServer(noProbe, peer).at('200ms');
  ack(script, 1, 10);
  script.write(1000).at('300ms');
  ack(script, 1, 2000).expect({ seq: 1, length: 1000, flags: 'PSH ACK' });
  ack(script, 1001, 2000);
  script.at('10s').expectNothing();
});

test('half of the largest window is enough for a segment that is not full', () => {
  const script = establishedServer(noProbe, { mss: 1000, window: 800 });
  ack(script, 1, 800);
  script.write(2000);
  // The third segment of the handshake had opened 65,535: 800 is silly now.
  script.expectNothing();
  const narrow = establishedServer(noProbe, { mss: 1000, window: 800 });
  (narrow.stream as TcpConnection).largestSendWindow = 800;
  ack(narrow, 1, 800).write(2000).expect({ seq: 1, length: 800, flags: 'ACK' });
});

test('a closed window is probed at ever longer intervals, as long as the peer answers', () => {
  const script = establishedServer({ ...noProbe, retries: 3 }, peer).at('200ms');
  ack(script, 1, 0);
  script.write(5000);
  let wait = 300;
  let time = 200;
  for (let probe = 0; probe < 8; probe++) {
    time += wait;
    script.at(`${time}ms`).expect({ flags: 'ACK', seq: 0, length: 0 });
    expect(script.lastReason).toBe(SegmentReason.windowProbe);
    ack(script, 1, 0).expectNothing();
    wait *= 2;
  }
  expect(script.told).toEqual(['open']);
});

test('a closed window whose probes nobody answers ends in an error', () => {
  const script = establishedServer({ ...noProbe, retries: 3 }, peer).at('200ms');
  ack(script, 1, 0);
  script.write(5000).at('100s');
  expect(script.told).toEqual(['open', 'error ETIMEDOUT', 'closed']);
});

test('congestion window: acknowledged segments that were not a full window let it grow to twice what was out', () => {
  const script = establishedServer(noProbe, peer).write(9000).skip();
  const seen = [2001, 4001, 6001, 8001, 9001].map((number, index) => {
    ack(script.at(`${200 + index}ms`), number);
    return windowOf(script);
  });
  expect(seen).toEqual([12, 14, 16, 18, 18]);
});

test('congestion window: little use lets it stay', () => {
  const script = establishedServer(noProbe, peer).write(1000).skip().at('200ms');
  ack(script, 1001);
  expect(windowOf(script)).toBe(10);
});

test('congestion window: halved for every timeout of silence, not below the initial one', () => {
  const script = establishedServer(noProbe, peer).write(26_000).skip().at('200ms');
  ack(script, 10_001).at('300ms');
  ack(script, 26_001);
  expect(windowOf(script)).toBe(36);
  script.at('650ms').write(1000);
  expect(windowOf(script)).toBe(18);
  script.at('750ms');
  ack(script, 27_001).at('3s').write(20_000).skip();
  expect(windowOf(script)).toBe(10);
});

test('receiving: no window is told of before it is worth a segment', () => {
  const script = establishedServer({ receiveBuffer: '4000B', quickAcknowledgements: 0 }, peer).pauseReading();
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 1000 });
  script
    .inject({ flags: 'ACK', seq: 1001, ack: 1, length: 1000 })
    .expect({ ack: 2001, window: 2000, flags: 'ACK' });
  // Reading doubles what is left: worth telling.
  script.resumeReading().expect({ flags: 'ACK', ack: 2001, window: 4000 });
  expect(script.lastReason).toBe(SegmentReason.windowUpdate);
  script.pauseReading().inject({ flags: 'ACK', seq: 2001, ack: 1, length: 500 }).resumeReading();
  script.expectNothing();
});

test('receiving: the right edge of the window never moves back', () => {
  const script = establishedServer({ receiveBuffer: '4000B' }, peer).pauseReading();
  let edge = 4001;
  for (let seq = 1; seq < 4000; seq += 1000) {
    script.inject({ flags: 'ACK', seq, ack: 1, length: 1000 });
    const last = script.sent.at(-1);
    expect((last?.ack ?? 0) + (last?.window ?? 0)).toBeGreaterThanOrEqual(edge);
    edge = (last?.ack ?? 0) + (last?.window ?? 0);
  }
  expect(script.sent.at(-1)?.window).toBe(0);
});

/** The windows, in bytes, that an endpoint with such a buffer and shift offers while 100 bytes at a time come and are not read. */
function offered(receiveBuffer: string, windowScale: number, segments: number): number[] {
  const script = establishedServer(
    { receiveBuffer, windowScale },
    { mss: 100, windowScale: 0 },
  ).pauseReading();
  for (let index = 0; index < segments; index++)
    script.inject({ flags: 'ACK', seq: 1 + index * 100, ack: 1, length: 100 });
  return script.sent.filter(({ flags }) => flags === 'ACK').map(({ window }) => window * 2 ** windowScale);
}

test('a buffer smaller than the window field’s unit is offered rounded up while half of it is free, as by Linux', () => {
  expect(offered('16kB', 14, 1)).toEqual([16_384]);
  expect(offered('100B', 7, 1)).toEqual([0]);
  expect(offered('200B', 7, 1)).toEqual([128]);
  expect(offered('1000B', 7, 11)).toEqual([1024, 896, 768, 640, 512, 512, 384, 256, 128, 0, 0]);
});

test.each([1, 50, 127, 128, 129, 1000, 16_000, 16_385])(
  'a buffer of %i bytes that is read is never closed, whatever the shift',
  (bytes) => {
    for (const windowScale of [0, 1, 7, 14]) {
      const settings = { receiveBuffer: `${bytes}B`, windowScale, delayedAcknowledgement: '0ms' };
      const script = establishedServer(settings, { mss: 1460, windowScale: 0 });
      let seq = 1;
      for (let segment = 0; segment < 20; segment++) {
        const length = Math.min(1460, (script.stream as TcpConnection).receiveEdge - seq);
        script.inject({ flags: 'ACK', seq, ack: 1, length });
        seq += length;
        expect(script.sent.at(-1)).toMatchObject({ ack: seq });
        expect(script.sent.at(-1)?.window).toBeGreaterThan(0);
      }
    }
  },
);

test('a buffer is told of again once it was read, by each size and shift', () => {
  for (const windowScale of [0, 3, 7, 14])
    for (const bytes of [60, 100, 200, 1000, 5000, 20_000]) {
      const script = establishedServer(
        { receiveBuffer: `${bytes}B`, windowScale },
        { mss: 50, windowScale: 0 },
      );
      script.pauseReading();
      const connection = script.stream as TcpConnection;
      for (let seq = 1; connection.offeredEdge > seq; seq += Math.min(50, connection.offeredEdge - seq))
        script.inject({ flags: 'ACK', seq, ack: 1, length: Math.min(50, connection.offeredEdge - seq) });
      expect(script.sent.at(-1)?.window).toBe(0);
      script.skip().resumeReading();
      expect(script.sent.at(-1)?.window).toBeGreaterThan(0);
      expect(script.lastReason).toBeDefined();
    }
});

test('what arrives and is not read stays below the buffer and one unit of the field', () => {
  for (const windowScale of [0, 7, 14]) {
    const script = establishedServer({ receiveBuffer: '20kB', windowScale }, { mss: 50, windowScale: 0 });
    script.pauseReading();
    const connection = script.stream as TcpConnection;
    for (let seq = 1; seq < 60_000 && connection.receiveEdge > seq; seq += 10)
      script.inject({ flags: 'ACK', seq, ack: 1, length: 10 });
    expect(connection.unreadBytes).toBeLessThan(20_000 + 2 ** windowScale);
  }
});
