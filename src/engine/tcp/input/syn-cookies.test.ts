import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TcpSettings } from '../../../shared/lab/document';
import type { TcpConnection } from '../connection/connection';
import { SynCookies, cookieSegmentSize } from './syn-cookies';
import { TcpScript } from '../testing/tcp-script';

/** A connection made from a SYN cookie is as any other, but for the options that a cookie cannot carry (RFC 4987 section 3.6). */

/** A server whose backlog of one is taken, and that has answered a SYN with a cookie. */
function cookieOffered(settings: TcpSettings, mss: number, pathMtu = 1500): TcpScript {
  const script = new TcpScript({ synBacklog: 1, ...settings }, {}, pathMtu).listen();
  script.inject({ flags: 'SYN', seq: 0, peerPort: 7000 }).skip();
  return script.inject({ flags: 'SYN', seq: 0, mss });
}
function connection(settings: TcpSettings, mss: number, pathMtu?: number): TcpScript {
  return cookieOffered(settings, mss, pathMtu).skip().inject({ flags: 'ACK', seq: 1, ack: 1 });
}

test('the SYN-ACK announces what is set, or what the way takes', () => {
  cookieOffered({ maximumSegmentSize: 536 }, 1460).expect({ flags: 'SYN ACK', mss: 536 });
  cookieOffered({}, 1460, 576).expect({ flags: 'SYN ACK', mss: 536 });
  cookieOffered({}, 1460).expect({ flags: 'SYN ACK', mss: 1460 });
});

test('the SYN-ACK offers what the receive buffer holds', () => {
  cookieOffered({ receiveBuffer: '3000B' }, 1460).expect({ flags: 'SYN ACK', window: 3000 });
  cookieOffered({}, 1460).expect({ flags: 'SYN ACK', window: 64_240 });
});

test.each([
  ['the setting', { maximumSegmentSize: 536 }, 1460, 1500, 536],
  ['the way', {}, 1460, 576, 536],
  ['the peer', {}, 1300, 1500, 1300],
  ['the peer, rounded down to what a cookie can carry', {}, 400, 1500, 256],
  ['the peer, rounded down to what a cookie can carry', {}, 9000, 9040, 1460],
])('segments are as large as %s allows', (_, settings, mss, pathMtu, length) => {
  const script = connection(settings, mss, pathMtu).write(3000);
  expect(script.sent.findLast(({ flags }) => flags === 'ACK')).toMatchObject({ length });
});

test('no more is taken than the receive buffer holds', () => {
  const script = connection({ receiveBuffer: '2000B' }, 1460).pauseReading();
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 1460 });
  script.inject({ flags: 'ACK', seq: 1461, ack: 1, length: 1460 });
  expect(script.sent.at(-1)).toMatchObject({ ack: 2001, window: 0 });
  expect((script.stream as TcpConnection).unreadBytes).toBe(2000);
});

test('while the accept queue is full nothing is made of a cookie; the first data brings it again', () => {
  const script = new TcpScript({ synBacklog: 1, acceptQueue: 1, acceptOverflow: 'reset' }).listen(1);
  for (const peerPort of [7000, 7001, 7002, 8080])
    script.inject({ flags: 'SYN', seq: 0, mss: 1460, peerPort });
  // One is served, one waits: no place is left.
  for (const peerPort of [7001, 7002, 8080]) script.inject({ flags: 'ACK', seq: 1, ack: 1, peerPort });
  script.skip().inject({ flags: 'FIN ACK', seq: 1, ack: 1, peerPort: 7001 }).close().skip();
  script.inject({ flags: 'ACK', seq: 2, ack: 2, peerPort: 7001 }).expectNothing();
  script.inject({ flags: 'PSH ACK', seq: 1, ack: 1, length: 10 }).expect({ flags: 'ACK', ack: 11 });
});

test('a cookie gives back the size that it was made with, and nobody can make one of their own', () => {
  const cookies = new SynCookies(12345);
  const word = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(word, fc.integer({ min: 64, max: 65535 }), word, (address, mss, sequence) => {
      const cookie = cookies.make(address, 1024, 80, sequence, mss);
      const size = cookies.check(cookie, address, 1024, 80, sequence);
      expect(size).toBe(cookieSegmentSize(mss));
      expect(size).toBeLessThanOrEqual(mss);
      expect(cookies.check((cookie ^ 8) >>> 0, address, 1024, 80, sequence)).toBeUndefined();
    }),
  );
});
