import { expect, test } from 'vitest';
import type { TcpSettings } from '../../shared/lab/document';
import { TcpScript, establishedClient, establishedServer } from './testing/tcp-script';

test('active open: SYN, SYN-ACK, ACK', () => {
  const script = establishedClient().expectNothing();
  expect(script.state).toBe('ESTABLISHED');
  expect(script.told).toEqual(['open']);
});

test('a SYN offers what Linux offers: MSS 1460, SACK, timestamps, window scale 7, window 64240', () => {
  new TcpScript({ timestamps: true, selectiveAcknowledgement: true, windowScale: 7 })
    .connect()
    .expect({ flags: 'SYN', mss: 1460, sackPermitted: true, windowScale: 7, window: 64240 });
});

test('a SYN-ACK answers only the options that the SYN offered', () => {
  new TcpScript({ timestamps: true, selectiveAcknowledgement: true, windowScale: 7 })
    .listen()
    .inject({ flags: 'SYN', seq: 0, mss: 1000 })
    .expect({ flags: 'SYN ACK', sackPermitted: false, windowScale: -1, mss: 1460 });
});

/** When an unanswered SYN is repeated, and when the application is told, seconds. */
function repetitions(settings: TcpSettings): { repeated: number[]; failed: number } {
  const script = new TcpScript(settings).connect();
  for (let second = 0; second < 300; second++)
    if (script.at(`${second}s`).told.length > 0) {
      expect(script.told).toEqual(['error ETIMEDOUT', 'closed']);
      expect(script.state).toBe('CLOSED');
      return { repeated: script.sent.slice(1).map(({ at }) => at / 1e9), failed: second };
    }
  throw new Error('still open');
}

test('an unanswered SYN is repeated as by Linux 6.18: each second at first, then at distances that double', () => {
  expect(repetitions({})).toEqual({ repeated: [1, 2, 3, 4, 5, 7, 11, 19, 35, 67], failed: 131 });
});

test('without even distances a SYN is repeated after 1, 3, 7 s and so on (RFC 6298 section 5.5)', () => {
  expect(repetitions({ synLinearTimeouts: 0 })).toEqual({ repeated: [1, 3, 7, 15, 31, 63], failed: 127 });
  expect(repetitions({ synLinearTimeouts: 0, synRetries: 1 })).toEqual({ repeated: [1], failed: 3 });
});

test('with no retries a SYN is never repeated', () => {
  expect(repetitions({ synRetries: 0 })).toEqual({ repeated: [], failed: 1 });
});

test('a reset in answer to a SYN refuses the connection', () => {
  const script = new TcpScript().connect().skip().at('50ms').inject({ flags: 'RST ACK', seq: 0, ack: 1 });
  expect(script.told).toEqual(['error ECONNREFUSED', 'closed']);
  script.expectNothing();
});

test('a reset that does not acknowledge the SYN is ignored', () => {
  const script = new TcpScript().connect().skip().at('50ms').inject({ flags: 'RST', seq: 0 });
  expect(script.state).toBe('SYN-SENT');
});

test('a wrong acknowledgement in SYN-SENT is answered with a reset', () => {
  new TcpScript()
    .connect()
    .skip()
    .at('50ms')
    .inject({ flags: 'SYN ACK', seq: 0, ack: 7 })
    .expect({ flags: 'RST', seq: 7 });
});

test('passive open: the connection is established by the third segment', () => {
  const script = establishedServer().expectNothing();
  expect(script.state).toBe('ESTABLISHED');
});

test('a repeated SYN in SYN-RECEIVED is answered with the SYN-ACK again', () => {
  new TcpScript()
    .listen()
    .inject({ flags: 'SYN', seq: 0, mss: 1460 })
    .expect({ flags: 'SYN ACK' })
    .at('500ms')
    .inject({ flags: 'SYN', seq: 0, mss: 1460 })
    .expect({ flags: 'SYN ACK', seq: 0, ack: 1 });
});

test('an unanswered SYN-ACK is repeated and given up after five repeats', () => {
  const script = new TcpScript().listen().inject({ flags: 'SYN', seq: 0, mss: 1460 }).skip();
  for (const time of ['1s', '3s', '7s', '15s', '31s']) script.at(time).expect({ flags: 'SYN ACK' });
  script.at('63s').expectNothing();
  expect(script.state).toBe('CLOSED');
});

test('simultaneous open: both send SYN, both answer SYN-ACK, both are established', () => {
  const script = new TcpScript()
    .connect()
    .expect({ flags: 'SYN' })
    .at('50ms')
    .inject({ flags: 'SYN', seq: 0, mss: 1460 })
    .expect({ flags: 'SYN ACK', seq: 0, ack: 1 });
  expect(script.state).toBe('SYN-RECEIVED');
  script.at('100ms').inject({ flags: 'SYN ACK', seq: 0, ack: 1, mss: 1460 });
  expect(script.state).toBe('ESTABLISHED');
});

test('a segment for nobody is answered with a reset at its acknowledgement number', () => {
  new TcpScript().listen().inject({ flags: 'ACK', seq: 5, ack: 9 }).expect({ flags: 'RST', length: 0 });
});

test('a SYN to a port where nobody listens is refused with RST and ACK', () => {
  new TcpScript().inject({ flags: 'SYN', seq: 0 }).expect({ flags: 'RST ACK', ack: 1 });
});
