import { describe, expect, test } from 'vitest';
import { TcpScript, establishedClient, establishedServer } from './testing/tcp-script';

/** A reset, a challenge, a SYN in every state: RFC 9293 section 3.10.7, RFC 5961. */

const finWait1 = () => establishedClient().close().skip();
const states: [string, () => TcpScript, number, string[]][] = [
  ['SYN-RECEIVED', () => new TcpScript().listen().inject({ flags: 'SYN', seq: 0, mss: 1460 }).skip(), 1, []],
  ['ESTABLISHED', () => establishedServer(), 1, ['error ECONNRESET', 'closed']],
  ['FIN-WAIT-1', finWait1, 1, ['error ECONNRESET', 'closed']],
  [
    'FIN-WAIT-2',
    () => finWait1().inject({ flags: 'ACK', seq: 1, ack: 2 }),
    1,
    ['error ECONNRESET', 'closed'],
  ],
  [
    'CLOSE-WAIT',
    () => establishedServer().inject({ flags: 'FIN ACK', seq: 1, ack: 1 }).skip(),
    2,
    ['error ECONNRESET', 'closed'],
  ],
  ['CLOSING', () => finWait1().inject({ flags: 'FIN ACK', seq: 1, ack: 1 }).skip(), 2, ['closed']],
  [
    'LAST-ACK',
    () => establishedServer().inject({ flags: 'FIN ACK', seq: 1, ack: 1 }).close().skip(),
    2,
    ['closed'],
  ],
  ['TIME-WAIT', () => finWait1().inject({ flags: 'FIN ACK', seq: 1, ack: 2 }).skip(), 2, []],
];

describe.each(states)('in %s', (state, enter, next, told) => {
  test('a reset with exactly the next number ends it, unanswered, and the application knows', () => {
    const script = enter();
    expect(script.state).toBe(state);
    const before = script.told.length;
    script.inject({ flags: 'RST', seq: next }).expectNothing();
    expect(script.state).toBe('CLOSED');
    expect(script.told.slice(before)).toEqual(told);
    script.at('1000s').expectNothing();
  });

  test('a reset outside the window changes nothing and is not answered', () => {
    const script = enter();
    script.inject({ flags: 'RST', seq: next + 10_000_000 }).expectNothing();
    expect(script.state).toBe(state);
  });
});

test.each(states.filter(([state]) => !['SYN-RECEIVED', 'TIME-WAIT'].includes(state)))(
  'in %s a reset elsewhere in the window, and a SYN, are challenged',
  (state, enter, next) => {
    const script = enter();
    script.inject({ flags: 'RST', seq: next + 100 }).expect({ flags: 'ACK', ack: next });
    script.inject({ flags: 'SYN', seq: next + 50 }).expect({ flags: 'ACK', ack: next });
    expect(script.state).toBe(state);
  },
);

test.each(states.filter(([state]) => state !== 'TIME-WAIT' && state !== 'SYN-RECEIVED'))(
  'in %s the application may give up: the peer is told, once, unless it has said all there was to say',
  (state, enter, next) => {
    const script = enter().abort();
    expect(script.state).toBe('CLOSED');
    if (state === 'CLOSING' || state === 'LAST-ACK') script.expectNothing();
    else script.expect({ flags: 'RST ACK', ack: next });
    script.at('1000s').expectNothing();
    // What comes later is for nobody.
    script.inject({ flags: 'ACK', seq: next, ack: 5 }).expect({ flags: 'RST', seq: 5 });
  },
);

test('half-close: after our FIN the peer goes on sending, and we go on acknowledging', () => {
  const script = establishedClient({ quickAcknowledgements: 0 }).write(500).close().skip();
  script.at('200ms').inject({ flags: 'ACK', seq: 1, ack: 502 });
  expect(script.state).toBe('FIN-WAIT-2');
  for (let count = 0; count < 4; count += 2) {
    script.inject({ flags: 'ACK', seq: 1 + count * 1460, ack: 502, length: 1460 }).expectNothing();
    script.inject({ flags: 'ACK', seq: 1461 + count * 1460, ack: 502, length: 1460 });
    script.expect({ flags: 'ACK', seq: 502, ack: 2921 + count * 1460 });
  }
  script.inject({ flags: 'FIN ACK', seq: 5841, ack: 502 }).expect({ flags: 'ACK', seq: 502, ack: 5842 });
  expect(script.state).toBe('TIME-WAIT');
});

test('half-close: after the peer closed we go on sending, and it goes on acknowledging', () => {
  const script = establishedServer().inject({ flags: 'FIN ACK', seq: 1, ack: 1 }).skip();
  script.write(3000).expect({ flags: 'ACK', seq: 1, ack: 2, length: 1460 }).skip();
  script.at('300ms').inject({ flags: 'ACK', seq: 2, ack: 3001 });
  script.close().expect({ flags: 'FIN ACK', seq: 3001, ack: 2 });
  script.at('400ms').inject({ flags: 'ACK', seq: 2, ack: 3002 });
  expect(script.state).toBe('CLOSED');
});

test('a FIN that comes before the data in front of it is answered with a duplicate ACK', () => {
  const script = establishedServer().inject({ flags: 'FIN ACK', seq: 1001, ack: 1 });
  script.expect({ flags: 'ACK', ack: 1 });
  expect(script.state).toBe('ESTABLISHED');
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 1000 }).expect({ flags: 'ACK', ack: 1002 });
  expect(script.state).toBe('CLOSE-WAIT');
});

test('closing before the SYN is answered says nothing; the SYN-ACK is then refused', () => {
  const script = new TcpScript().connect().skip().close().expectNothing();
  script.at('100ms').inject({ flags: 'SYN ACK', seq: 0, ack: 1 }).expect({ flags: 'RST', seq: 1 });
});

test('data for a connection that is gone is refused at its acknowledgement number', () => {
  const script = establishedServer().inject({ flags: 'FIN ACK', seq: 1, ack: 1 }).close().skip();
  script.inject({ flags: 'ACK', seq: 2, ack: 2 });
  expect(script.state).toBe('CLOSED');
  script.inject({ flags: 'ACK', seq: 2, ack: 2, length: 10 }).expect({ flags: 'RST', seq: 2 });
});
