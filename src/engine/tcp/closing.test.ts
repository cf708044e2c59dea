import { expect, test } from 'vitest';
import { establishedClient } from './testing/tcp-script';

test('closing first: FIN, its ACK, the peer FIN, TIME-WAIT for 60 s, CLOSED', () => {
  const script = establishedClient().at('1s').close().expect({ flags: 'FIN ACK', seq: 1, ack: 1 });
  expect(script.state).toBe('FIN-WAIT-1');
  script.at('1100ms').inject({ flags: 'ACK', seq: 1, ack: 2 });
  expect(script.state).toBe('FIN-WAIT-2');
  script.at('2s').inject({ flags: 'FIN ACK', seq: 1, ack: 2 }).expect({ flags: 'ACK', seq: 2, ack: 2 });
  expect(script.state).toBe('TIME-WAIT');
  script.at('61999ms');
  expect(script.state).toBe('TIME-WAIT');
  script.at('62s').expectNothing();
  expect(script.state).toBe('CLOSED');
});

test('closing first, FIN and ACK of ours in one segment: straight to TIME-WAIT', () => {
  const script = establishedClient().close().skip();
  script.at('200ms').inject({ flags: 'FIN ACK', seq: 1, ack: 2 }).expect({ flags: 'ACK', seq: 2, ack: 2 });
  script.expectNothing();
  expect(script.state).toBe('TIME-WAIT');
});

test('closing second: CLOSE-WAIT until the application closes, LAST-ACK, CLOSED', () => {
  const script = establishedClient().at('1s').inject({ flags: 'FIN ACK', seq: 1, ack: 1 });
  expect(script.state).toBe('CLOSE-WAIT');
  script.at('1s').expect({ flags: 'ACK', seq: 1, ack: 2 });
  script.at('2s').close().expect({ flags: 'FIN ACK', seq: 1, ack: 2 });
  expect(script.state).toBe('LAST-ACK');
  script.at('2100ms').inject({ flags: 'ACK', seq: 2, ack: 2 });
  expect(script.state).toBe('CLOSED');
  expect(script.told).toEqual(['open', 'end', 'closed']);
});

test('both close at once: CLOSING, then TIME-WAIT', () => {
  const script = establishedClient().at('1s').close().expect({ flags: 'FIN ACK', seq: 1, ack: 1 });
  script.at('1050ms').inject({ flags: 'FIN ACK', seq: 1, ack: 1 }).expect({ flags: 'ACK', seq: 2, ack: 2 });
  expect(script.state).toBe('CLOSING');
  script.at('1100ms').inject({ flags: 'ACK', seq: 2, ack: 2 }).expectNothing();
  expect(script.state).toBe('TIME-WAIT');
});

test('half-close: data still flows to the end that closed', () => {
  const script = establishedClient().close().skip().at('200ms').inject({ flags: 'ACK', seq: 1, ack: 2 });
  script.inject({ flags: 'ACK PSH', seq: 1, ack: 2, length: 500 }).expect({ flags: 'ACK', ack: 501 });
  expect(script.told).toContain('data 500');
  expect(script.state).toBe('FIN-WAIT-2');
});

test('a peer that never closes is not waited for longer than 60 s (Linux: tcp_fin_timeout)', () => {
  const script = establishedClient().close().at('200ms').inject({ flags: 'ACK', seq: 1, ack: 2 }).skip();
  expect(script.at('60199ms').state).toBe('FIN-WAIT-2');
  expect(script.at('60200ms').state).toBe('CLOSED');
  expect(script.told).toEqual(['open', 'closed']);
  script.inject({ flags: 'FIN ACK', seq: 1, ack: 2 }).expect({ flags: 'RST', seq: 2 });
});

test('data in FIN-WAIT-2 gives the peer as long again', () => {
  const script = establishedClient().close().at('200ms').inject({ flags: 'ACK', seq: 1, ack: 2 });
  script.at('50s').inject({ flags: 'PSH ACK', seq: 1, ack: 2, length: 10 });
  expect(script.at('109s').state).toBe('FIN-WAIT-2');
  expect(script.at('110s').state).toBe('CLOSED');
});

test('a FIN that was lost is repeated', () => {
  const script = establishedClient({ tailLossProbe: false })
    .at('1s')
    .close()
    .expect({ flags: 'FIN ACK', seq: 1 });
  script.at('1300ms').expect({ flags: 'FIN ACK', seq: 1 });
});

test('in TIME-WAIT a repeated FIN is acknowledged and the wait begins again', () => {
  const script = establishedClient().close().skip();
  script.at('200ms').inject({ flags: 'FIN ACK', seq: 1, ack: 2 }).skip();
  script.at('30s').inject({ flags: 'FIN ACK', seq: 1, ack: 2 }).expect({ flags: 'ACK', seq: 2, ack: 2 });
  script.at('89s');
  expect(script.state).toBe('TIME-WAIT');
  script.at('90s');
  expect(script.state).toBe('CLOSED');
});

test('closing with unread data resets the connection', () => {
  const script = establishedClient()
    .pauseReading()
    .inject({ flags: 'ACK PSH', seq: 1, ack: 1, length: 100 })
    .skip()
    .close()
    .expect({ flags: 'RST ACK', seq: 1, ack: 101 });
  expect(script.state).toBe('CLOSED');
});

test('a reset at exactly the next number ends the connection; one elsewhere in the window is challenged', () => {
  const script = establishedClient()
    .inject({ flags: 'RST', seq: 500 })
    .expect({ flags: 'ACK', seq: 1, ack: 1 });
  expect(script.state).toBe('ESTABLISHED');
  script.inject({ flags: 'RST', seq: 1 }).expectNothing();
  expect(script.state).toBe('CLOSED');
  expect(script.told).toContain('error ECONNRESET');
});

test('a SYN on an established connection is challenged', () => {
  const script = establishedClient()
    .inject({ flags: 'SYN', seq: 1 })
    .expect({ flags: 'ACK', seq: 1, ack: 1 });
  expect(script.state).toBe('ESTABLISHED');
});
