import { expect, test } from 'vitest';
import type { TcpConnection } from './connection';
import { TcpScript } from './testing/tcp-script';

/** Explicit congestion notification, RFC 3168. */

const on = { explicitCongestionNotification: true, tailLossProbe: false } as const;
const windowOf = (script: TcpScript) => (script.stream as TcpConnection).congestion.window / 1000;

test('asked for: SYN with ECE and CWR; agreed to: SYN-ACK with ECE', () => {
  new TcpScript(on).connect().expect({ flags: 'SYN ECE CWR' });
  new TcpScript(on).listen().inject({ flags: 'SYN ECE CWR', seq: 0 }).expect({ flags: 'SYN ACK ECE' });
});

test('a SYN without it is answered without it, and nothing is marked', () => {
  const script = new TcpScript(on).listen().inject({ flags: 'SYN', seq: 0 }).expect({ flags: 'SYN ACK' });
  script.inject({ flags: 'ACK', seq: 1, ack: 1 }).write(100).expect({ flags: 'PSH ACK', ecn: 0 });
});

test('data is marked capable, ACKs are not, nor are retransmissions', () => {
  const script = establishedServerOf();
  script.write(1000).expect({ ecn: 2, length: 1000, flags: 'PSH ACK' });
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 10 }).expect({ ecn: 0, length: 0, flags: 'ACK' });
});

test('a mark is echoed on every ACK until the sender says that it has reduced', () => {
  const script = establishedServerOf();
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 10, ecn: 3 }).expect({ flags: 'ACK ECE' });
  script.inject({ flags: 'ACK', seq: 11, ack: 1, length: 10, ecn: 2 }).expect({ flags: 'ACK ECE' });
  script.inject({ flags: 'ACK CWR', seq: 21, ack: 1, length: 10, ecn: 2 }).expect({ flags: 'ACK' });
});

test('an echo reduces the window once a round trip, and CWR tells of it', () => {
  const script = establishedServerOf({ congestionControl: 'cubic' });
  script.write(30_000).skip().at('200ms');
  script.inject({ flags: 'ACK ECE', seq: 1, ack: 1001 });
  const { threshold } = (script.stream as TcpConnection).congestion;
  expect(threshold).toBe(7000);
  for (let number = 2001; number <= 10_001; number += 1000)
    script.inject({ flags: 'ACK ECE', seq: 1, ack: number });
  expect((script.stream as TcpConnection).congestion.threshold).toBe(threshold);
  expect(Math.floor(windowOf(script))).toBe(7);
  expect(script.sent.filter(({ flags }) => flags.includes('CWR') && !flags.includes('SYN'))).toHaveLength(1);
});

function establishedServerOf(settings: object = {}): TcpScript {
  return new TcpScript({ ...on, selectiveAcknowledgement: true, ...settings })
    .listen()
    .inject({ flags: 'SYN ECE CWR', seq: 0, mss: 1000, sackPermitted: true })
    .skip()
    .at('100ms')
    .inject({ flags: 'ACK', seq: 1, ack: 1 });
}
