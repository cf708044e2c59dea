import { expect, test } from 'vitest';
import type { TcpConnection } from './connection/connection';
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

test('data is marked capable, ACKs are not', () => {
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

/** Ten segments of which the first is lost, so that the fourth's report brings a fast retransmission. */
function lossOfTheFirst(settings: object = {}): TcpScript {
  const script = establishedServerOf(settings).write(10_000).skip().at('200ms');
  for (const end of [2001, 3001, 4001]) script.inject({ flags: 'ACK', seq: 1, ack: 1, sack: [[1001, end]] });
  return script;
}
const marked = ({ sent }: TcpScript) =>
  sent.filter(({ length }) => length > 0).map(({ seq, ecn, flags }) => [seq, ecn, flags.includes('CWR')]);

test('a fast retransmission is not capable and says nothing; the first new data after it tells of the reduction', () => {
  const script = lossOfTheFirst().expect({ seq: 1, length: 1000, ecn: 0, flags: 'ACK' });
  script.at('300ms').inject({ flags: 'ACK', seq: 1, ack: 10_001 }).write(2000);
  expect(marked(script).slice(10)).toEqual([
    [1, 0, false],
    [10_001, 2, true],
    [11_001, 2, false],
  ]);
});

test.each([
  ['with SACK', {}],
  ['without', { selectiveAcknowledgement: false }],
])(
  'after a timeout, %s: retransmissions are not capable, the first new data tells of the reduction',
  (_, settings) => {
    const script = establishedServerOf(settings).write(12_000).skip().at('600ms');
    expect(marked(script).slice(10)).toEqual([[1, 0, false]]);
    script.inject({ flags: 'ACK', seq: 1, ack: 10_001 });
    expect(marked(script).slice(11)).toEqual([
      [10_001, 2, true],
      [11_001, 2, false],
    ]);
  },
);

test('a tail loss probe that repeats is not capable; one that is new is', () => {
  const probed = (bytes: number) =>
    establishedServerOf({ tailLossProbe: true })
      .write(bytes)
      .skip()
      .at('302ms')
      .expect({ flags: 'PSH ACK', length: 1000 });
  expect(marked(probed(2000)).at(-1)).toEqual([1001, 0, false]);
  expect(marked(probed(11_000)).at(-1)).toEqual([10_001, 2, false]);
});

test('what proves to have been no loss is not told of', () => {
  const script = lossOfTheFirst({ timestamps: true });
  // The original arrived: its timestamp is older than the retransmission's.
  script.at('210ms').inject({ flags: 'ACK', seq: 1, ack: 4001, timestamps: true, echo: 100 });
  script.at('300ms').inject({ flags: 'ACK', seq: 1, ack: 10_001, timestamps: true }).write(2000);
  expect(marked(script).some(([, , reduced]) => reduced)).toBe(false);
});

test('an echo and a loss in one window reduce once, with SACK and without', () => {
  for (const selectiveAcknowledgement of [true, false]) {
    const script = establishedServerOf({ selectiveAcknowledgement, congestionControl: 'newreno' });
    script.write(20_000).skip().at('200ms').inject({ flags: 'ACK ECE', seq: 1, ack: 1001 });
    const { threshold } = (script.stream as TcpConnection).congestion;
    for (const end of [3001, 4001, 5001])
      script.inject({
        flags: 'ACK',
        seq: 1,
        ack: 1001,
        ...(selectiveAcknowledgement ? { sack: [[2001, end]] } : {}),
      });
    expect((script.stream as TcpConnection).inRecovery).toBe(true);
    expect((script.stream as TcpConnection).congestion.threshold).toBe(threshold);
  }
});

test('an echo in an ACK that is not believed counts for nothing', () => {
  const script = establishedServerOf().write(5000).skip().at('200ms');
  script.inject({ flags: 'ACK ECE', seq: 1, ack: 90_001 });
  expect((script.stream as TcpConnection).congestion.threshold).toBe(Infinity);
});

test('what is marked is acknowledged at once, and so is the CWR that answers', () => {
  const script = establishedServerOf({ quickAcknowledgements: 0 });
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 10, ecn: 2 }).expectNothing();
  script.inject({ flags: 'ACK', seq: 11, ack: 1, length: 10, ecn: 3 }).expect({ flags: 'ACK ECE', ack: 21 });
  script.inject({ flags: 'ACK', seq: 21, ack: 1, length: 10, ecn: 2 }).expect({ flags: 'ACK ECE', ack: 31 });
  script.inject({ flags: 'ACK', seq: 31, ack: 1, length: 10, ecn: 2 }).expectNothing();
  script.inject({ flags: 'ACK CWR', seq: 41, ack: 1, length: 10, ecn: 2 }).expect({ flags: 'ACK', ack: 51 });
});

test('a SYN that goes again does not ask (RFC 3168 section 6.1.1.1), and then nothing is agreed on', () => {
  const script = new TcpScript(on)
    .connect()
    .expect({ flags: 'SYN ECE CWR' })
    .at('1s')
    .expect({ flags: 'SYN' });
  script.inject({ flags: 'SYN ACK ECE', seq: 0, ack: 1 }).write(100);
  expect(script.sent.at(-1)).toMatchObject({ length: 100, ecn: 0 });
});

function establishedServerOf(settings: object = {}): TcpScript {
  const stamps = 'timestamps' in settings ? { timestamps: true } : {};
  return new TcpScript({ ...on, selectiveAcknowledgement: true, ...settings })
    .listen()
    .inject({ flags: 'SYN ECE CWR', seq: 0, mss: 1000, sackPermitted: true, ...stamps })
    .skip()
    .at('100ms')
    .inject({ flags: 'ACK', seq: 1, ack: 1, ...stamps });
}
