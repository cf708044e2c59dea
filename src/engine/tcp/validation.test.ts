import { expect, test } from 'vitest';
import { establishedServer, TcpScript } from './testing/tcp-script';
import type { TcpConnection } from './connection';

/** What is believed of a segment: RFC 9293 section 3.10.7.4, RFC 5961, RFC 7323 section 5. The peer's clock stands at 1,100. */

const stamped = () => establishedServer({ timestamps: true }, { timestamps: true });
const at = (stamp: number) => ({ timestamps: true, stamp });
const recent = (script: TcpScript) => (script.stream as TcpConnection).timestampRecent;

test('a segment without ACK is dropped', () => {
  const script = establishedServer().inject({ flags: 'PSH', seq: 1, length: 100 }).expectNothing();
  expect(script.told).toEqual(['open']);
});

test('an ACK of what was never sent is dropped, with the data and the timestamp in it', () => {
  const script = stamped();
  const before = recent(script);
  script.inject({ flags: 'ACK', seq: 1, ack: 9999, length: 100, ...at(5000) }).expectNothing();
  expect(script.told).toEqual(['open']);
  expect(recent(script)).toBe(before);
});

test('an old ACK changes nothing, and the data that comes with it counts', () => {
  const script = establishedServer().write(100).skip().at('200ms').inject({ flags: 'ACK', seq: 1, ack: 101 });
  script.inject({ flags: 'ACK', seq: 1, ack: 50, length: 10 }).expect({ flags: 'ACK', seq: 101, ack: 11 });
});

test('PAWS: data with an older timestamp is not believed, and answered', () => {
  const script = stamped()
    .inject({ flags: 'ACK', seq: 1, ack: 1, length: 10, ...at(2000) })
    .skip();
  script.inject({ flags: 'ACK', seq: 11, ack: 1, length: 10, ...at(1500) });
  script.expect({ flags: 'ACK', ack: 11 });
  expect(script.told).toEqual(['open', 'data 10']);
});

test('PAWS: one tick of the clock is no proof of age', () => {
  const script = stamped()
    .inject({ flags: 'ACK', seq: 1, ack: 1, length: 10, ...at(2000) })
    .skip();
  script.inject({ flags: 'ACK', seq: 11, ack: 1, length: 10, ...at(1999) });
  expect(script.told).toEqual(['open', 'data 10', 'data 10']);
  expect(recent(script)).toBe(2000);
});

test('PAWS: an ACK that others have overtaken is dropped and not answered', () => {
  const script = stamped().write(200).skip().at('200ms');
  script.inject({ flags: 'ACK', seq: 1, ack: 201, ...at(2000) });
  script.inject({ flags: 'ACK', seq: 1, ack: 101, ...at(1500) }).expectNothing();
});

test('PAWS: a duplicate ACK that others have overtaken still counts, unless it is too old', () => {
  const counted = (stamp: number) => {
    const script = stamped().write(2000).skip().at('200ms');
    script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 10, ...at(2000) });
    script.inject({ flags: 'ACK', seq: 11, ack: 1, ...at(stamp) });
    return (script.stream as TcpConnection).duplicateAcknowledgements;
  };
  expect(counted(1900)).toBe(1);
  expect(counted(1100)).toBe(0);
});

test('PAWS: a reset is never too old', () => {
  const script = stamped()
    .inject({ flags: 'ACK', seq: 1, ack: 1, length: 10, ...at(2000) })
    .skip();
  script.inject({ flags: 'RST', seq: 11, ...at(1) });
  expect(script.state).toBe('CLOSED');
});

test('the timestamp to echo is that of the first segment not yet acknowledged (RFC 7323 section 4.3)', () => {
  const script = establishedServer(
    { timestamps: true, quickAcknowledgements: 0 },
    { timestamps: true },
  ).inject({ flags: 'ACK', seq: 1, ack: 1, length: 10, ...at(2000) });
  script.inject({ flags: 'ACK', seq: 11, ack: 1, length: 10, ...at(2010) });
  script.at('140ms');
  expect(script.sent.at(-1)).toMatchObject({ ack: 21 });
  expect(script.sent.at(-1)?.stamps?.[1]).toBe(2000);
});

test('a segment ahead of a gap does not move the timestamp to echo', () => {
  const script = stamped().inject({ flags: 'ACK', seq: 101, ack: 1, length: 10, ...at(3000) });
  expect(recent(script)).toBeLessThan(3000);
});

test('data before and after what is expected is trimmed to the window', () => {
  const script = establishedServer({ receiveBuffer: '2000B' }, { mss: 1460 });
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 100 }).skip();
  script.inject({ flags: 'ACK', seq: 51, ack: 1, length: 100 });
  script.expect({ flags: 'ACK', ack: 151 });
  expect(script.told).toEqual(['open', 'data 100', 'data 50']);
});

test('what lies beyond the window is refused with an ACK', () => {
  const script = establishedServer({ receiveBuffer: '2000B' }, { mss: 1460 });
  script.inject({ flags: 'ACK', seq: 5001, ack: 1, length: 100 }).expect({ flags: 'ACK', ack: 1 });
  expect(script.told).toEqual(['open']);
});

test('window scale: a shift above 14 counts as 14', () => {
  const script = establishedServer({ windowScale: 7 }, { windowScale: 15 });
  script.inject({ flags: 'ACK', seq: 1, ack: 1, window: 2 });
  expect((script.stream as TcpConnection).sendWindow).toBe(2 * 2 ** 14);
});

test('window scale: without an offer neither side scales, and a SYN never does', () => {
  const script = establishedServer({ windowScale: 7, receiveBuffer: '4MiB' }, { window: 1000 });
  expect((script.stream as TcpConnection).sendWindow).toBe(65535);
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 10 }).expect({ flags: 'ACK', window: 65535 });
});

test('a repeated SYN offers the same options with the same numbers', () => {
  const script = new TcpScript({
    timestamps: true,
    selectiveAcknowledgement: true,
    windowScale: 5,
  }).connect();
  script.expect({ flags: 'SYN', seq: 0, windowScale: 5, sackPermitted: true });
  script.at('1s').expect({ flags: 'SYN', seq: 0, windowScale: 5, sackPermitted: true });
});

test('without an MSS option the peer is taken to hold 536 bytes', () => {
  new TcpScript()
    .listen()
    .inject({ flags: 'SYN', seq: 0 })
    .skip()
    .inject({ flags: 'ACK', seq: 1, ack: 1 })
    .write(1000)
    .expect({ flags: 'ACK', length: 536 });
});
