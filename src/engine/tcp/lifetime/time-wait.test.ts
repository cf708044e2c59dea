import { expect, test } from 'vitest';
import type { TcpSettings } from '../../../shared/lab/document';
import { establishedServer, type TcpScript } from '../testing/tcp-script';

/** What may end TIME-WAIT, what renews it, and what is only answered: RFC 9293 section 3.10.7.4, RFC 6191, RFC 5961. */

const day = 24 * 3600;

/** A server that closed first, in TIME-WAIT since 200 ms; the peer's FIN was 101, its timestamp 1,200. */
function waiting(settings: TcpSettings = {}, timestamps = false): TcpScript {
  const stamped = timestamps ? { timestamps } : {};
  const script = establishedServer({ timestamps, ...settings }, stamped);
  script
    .inject({ flags: 'PSH ACK', seq: 1, ack: 1, length: 100, ...stamped })
    .close()
    .at('200ms');
  script.inject({ flags: 'FIN ACK', seq: 101, ack: 2, ...stamped }).skip();
  expect(script.state).toBe('TIME-WAIT');
  return script;
}
const acknowledgement = { flags: 'ACK', seq: 2, ack: 102, length: 0 } as const;

test('a SYN with a later sequence number opens the connection anew', () => {
  waiting().at('1s').inject({ flags: 'SYN', seq: 103 }).expect({ flags: 'SYN ACK', seq: 0 });
});

test.each([0, 101, 102])('a SYN at %i proves nothing, and is answered by the old connection', (seq) => {
  const script = waiting().at('1s').inject({ flags: 'SYN', seq }).expect(acknowledgement);
  expect(script.state).toBe('TIME-WAIT');
});

test('a SYN with a later timestamp is new, whatever its sequence number', () => {
  const script = waiting({}, true).at('1s').inject({ flags: 'SYN', seq: 50, timestamps: true });
  script.expect({ flags: 'SYN ACK' });
});

test('a SYN of the same moment is new where its sequence number is later', () => {
  const script = waiting({}, true).inject({ flags: 'SYN', seq: 103, timestamps: true, stamp: 1200 });
  script.expect({ flags: 'SYN ACK' });
});

test('a SYN with an older timestamp is old, whatever its sequence number', () => {
  const script = waiting({}, true).at('1s').inject({ flags: 'SYN', seq: 5000, timestamps: true, stamp: 900 });
  script.expect(acknowledgement);
});

test('after 24 days the timestamp of the old connection is void (RFC 7323 section 5.5)', () => {
  const syn = { flags: 'SYN', seq: 5000, timestamps: true, stamp: 900 } as const;
  const wait = { timeWait: '1000h' } as const;
  waiting(wait, true)
    .at(`${24 * day}s`)
    .inject(syn)
    .expect(acknowledgement);
  waiting(wait, true)
    .at(`${24 * day + 1}s`)
    .inject(syn)
    .expect({ flags: 'SYN ACK' });
});

test('a new SYN to a port at which nobody listens does not end the wait', () => {
  // A client that closed first: its port has no listener.
  const script = waiting({}, false);
  const port = 33_000;
  script.endpoint.connectFrom(0x0a000001, port, 0x0a000002, 9000, {
    onOpen: (stream) => stream.close(),
    onData: () => undefined,
    onEnd: () => undefined,
    onError: () => undefined,
    onClosed: () => undefined,
  });
  const peer = { port, peerPort: 9000 };
  script.inject({ flags: 'SYN ACK', seq: 0, ack: 1, ...peer });
  script.inject({ flags: 'FIN ACK', seq: 1, ack: 2, ...peer }).skip();
  expect(script.endpoint.timeWaitCount).toBe(2);
  script
    .at('1s')
    .inject({ flags: 'SYN', seq: 5000, ...peer })
    .expect({ flags: 'ACK', seq: 2, ack: 2 });
  expect(script.endpoint.timeWaitCount).toBe(2);
});

test('a SYN-ACK is challenged wherever it lies, and ends nothing', () => {
  for (const seq of [101, 102, 5000]) {
    const script = waiting().at('1s').inject({ flags: 'SYN ACK', seq, ack: 2 }).expect(acknowledgement);
    expect(script.state).toBe('TIME-WAIT');
  }
});

/** The moment at which the wait is over, seconds. */
function endOf(script: TcpScript): number {
  for (let second = 60; second < 200; second++)
    if (script.at(`${second}.3s`).state === 'CLOSED') return second;
  return Infinity;
}

test('the peer’s FIN again, with data or without, renews the wait', () => {
  expect(
    endOf(waiting().at('30s').inject({ flags: 'FIN ACK', seq: 101, ack: 2 }).expect(acknowledgement)),
  ).toBe(90);
  const withData = waiting().at('30s').inject({ flags: 'FIN ACK', seq: 51, ack: 2, length: 50 });
  expect(endOf(withData.expect(acknowledgement))).toBe(90);
});

test.each([
  ['a FIN without ACK', { flags: 'FIN', seq: 101 }],
  ['a FIN beyond the window', { flags: 'FIN ACK', seq: 102 + 70_000, ack: 2 }],
  ['a FIN of long ago', { flags: 'FIN ACK', seq: 20, ack: 2 }],
  ['data', { flags: 'PSH ACK', seq: 1, ack: 2, length: 100 }],
  ['a bare ACK below the window', { flags: 'ACK', seq: 101, ack: 2 }],
])('%s is answered and does not renew the wait', (_, segment) => {
  expect(endOf(waiting().at('30s').inject(segment).expect(acknowledgement))).toBe(60);
});

test('a FIN with an older timestamp does not renew the wait (RFC 7323 section 5.3)', () => {
  const old = { flags: 'FIN ACK', seq: 101, ack: 2, timestamps: true, stamp: 900 };
  expect(endOf(waiting({}, true).at('30s').inject(old).expect(acknowledgement))).toBe(60);
});

test('a reset at the exact number ends the wait, any other does nothing', () => {
  expect(waiting().inject({ flags: 'RST', seq: 103 }).expectNothing().state).toBe('TIME-WAIT');
  expect(waiting().inject({ flags: 'RST', seq: 102 }).expectNothing().state).toBe('CLOSED');
});
