import { expect, test } from 'vitest';
import { establishedServer, TcpScript } from './testing/tcp-script';
import type { TcpConnection } from './connection/connection';

/** What is believed of a segment: RFC 9293 section 3.10.7.4, RFC 5961, RFC 7323 section 5. The peer's clock stands at 1,100. */

const stamped = () => establishedServer({ timestamps: true }, { timestamps: true });
const at = (stamp: number) => ({ timestamps: true, stamp });
const recent = (script: TcpScript) => (script.stream as TcpConnection).timestampRecent;

test('a segment without ACK is dropped', () => {
  const script = establishedServer().inject({ flags: 'PSH', seq: 1, length: 100 }).expectNothing();
  expect(script.told).toEqual(['open']);
});

test('an ACK of what was never sent is answered, and dropped with the data and the timestamp in it', () => {
  const script = stamped();
  const before = recent(script);
  script.inject({ flags: 'ACK', seq: 1, ack: 9999, length: 100, ...at(5000) });
  script.expect({ flags: 'ACK', seq: 1, ack: 1, length: 0 }).expectNothing();
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

test('an ACK of more than the largest window ago is answered, and dropped with its data (RFC 5961 section 5.2)', () => {
  const heldBack = () => {
    const script = establishedServer({ nagle: false }).skip();
    // 80,000 bytes are acknowledged through a window of 65,535.
    for (let acknowledged = 1; acknowledged < 80_001; acknowledged += 1000) {
      script.write(1000).inject({ flags: 'ACK', seq: 1, ack: acknowledged + 1000 });
    }
    return script.skip();
  };
  const edge = 80_001 - 65_535;
  heldBack().inject({ flags: 'ACK', seq: 1, ack: edge, length: 10 }).expect({ flags: 'ACK', ack: 11 });
  heldBack()
    .inject({ flags: 'ACK', seq: 1, ack: edge - 1, length: 10 })
    .expect({ flags: 'ACK', ack: 1 });
});

test('an ACK of what lies before the first byte is answered, and dropped', () => {
  const script = establishedServer().inject({ flags: 'ACK', seq: 1, ack: 0 });
  script.expect({ flags: 'ACK', seq: 1, ack: 1 }).expectNothing();
});

test('PAWS: after 24 days without one, the last timestamp is void (RFC 7323 section 5.5)', () => {
  const day = 86_400;
  const older = { flags: 'PSH ACK', seq: 1, ack: 1, length: 10, ...at(500) };
  const believed = (seconds: number) => stamped().at(`${seconds}s`).inject(older).told.includes('data 10');
  expect(believed(24 * day)).toBe(false);
  expect(believed(24 * day + 1)).toBe(true);
  const script = stamped().at('600h').inject(older);
  expect(recent(script)).toBe(500);
  // From here on the new clock counts.
  script.inject({ flags: 'PSH ACK', seq: 11, ack: 1, length: 10, ...at(400) });
  expect(script.told).toEqual(['open', 'data 10']);
});

test('a listening port drops what has neither SYN, ACK nor RST, and a SYN that is a FIN (as Linux)', () => {
  for (const flags of ['', 'FIN', 'PSH', 'SYN FIN', 'RST', 'SYN RST'])
    new TcpScript().listen().inject({ flags, seq: 0, port: 80 }).expectNothing();
});

test('a SYN that meets an old connection goes again as soon as its reset has ended that', () => {
  const script = new TcpScript().connect().skip().at('50ms');
  script.inject({ flags: 'ACK', seq: 700, ack: 900 }).expect({ flags: 'RST', seq: 900 });
  script.at('52ms').expect({ flags: 'SYN', seq: 0 });
  // Only the first time: whoever answers so again gets no more than the timer gives.
  script.at('60ms').inject({ flags: 'ACK', seq: 700, ack: 900 }).expect({ flags: 'RST', seq: 900 });
  script.at('500ms').expectNothing();
});

test('what ends where we last acknowledged was had before, and its acknowledgement counts', () => {
  // The peer's FIN again, now with the ACK of ours: CLOSING is over.
  const script = establishedServer().close().inject({ flags: 'FIN ACK', seq: 1, ack: 1 }).skip();
  expect(script.state).toBe('CLOSING');
  script.inject({ flags: 'FIN ACK', seq: 1, ack: 2 }).expectNothing();
  expect(script.state).toBe('TIME-WAIT');
});

test('data at the edge of a closed window is dropped and answered, and its acknowledgement counts', () => {
  const script = establishedServer({ receiveBuffer: '1000B' }).pauseReading();
  script.inject({ flags: 'ACK', seq: 1, ack: 1, length: 1000 }).write(500).skip();
  script
    .inject({ flags: 'ACK', seq: 1001, ack: 501, length: 100 })
    .expect({ flags: 'ACK', ack: 1001, window: 0 });
  expect((script.stream as TcpConnection).sendUnacknowledged).toBe(501);
});
