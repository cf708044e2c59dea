import { expect, test } from 'vitest';
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

test('an unanswered SYN is repeated after 1, 3, 7 s and so on, and fails after six repeats', () => {
  const script = new TcpScript().connect().expect({ flags: 'SYN' });
  for (const time of ['1s', '3s', '7s', '15s', '31s', '63s'])
    script.at(time).expect({ flags: 'SYN', seq: 0 });
  script.at('126s').expectNothing();
  expect(script.told).toEqual([]);
  script.at('127s').expectNothing();
  expect(script.told).toEqual(['error ETIMEDOUT', 'closed']);
  expect(script.state).toBe('CLOSED');
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
