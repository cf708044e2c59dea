import { expect, test } from 'vitest';
import { QuicFrame, QuicTimer, quicStates } from '../../shared/trace/quic';
import { RecordKind } from '../../shared/trace/record';
import { QuicPair, type PairSettings } from './testing/quic-pair';

const ms = 1e6;
const start = 2000 * ms;

function openPair(settings: PairSettings = {}): QuicPair {
  const pair = new QuicPair({ delay: 50 * ms, ...settings });
  pair.connect();
  return pair.run(start);
}

/** The states that an end went through. */
function states(pair: QuicPair, end: 0 | 1): string[] {
  return pair.records(RecordKind.quicState, end).map((seq) => quicStates[pair.trace.detail(seq)] ?? '');
}

test('a close is told to the peer, and both ends are gone after three probe timeouts', () => {
  const pair = openPair();
  pair.at(start, () => pair.applications[0].connection?.close(0x100));
  pair.run();
  expect(states(pair, 0).slice(-2)).toEqual(['CLOSING', 'CLOSED']);
  expect(states(pair, 1).slice(-2)).toEqual(['DRAINING', 'CLOSED']);
  expect(pair.applications[0].told.slice(-1)).toEqual(['closed']);
  expect(pair.applications[1].told.slice(-1)).toEqual(['closed']);
  expect(pair.events.size).toBe(0);
  const waited = pair
    .records(RecordKind.quicTimer, 0)
    .filter((seq) => pair.trace.detail(seq) === QuicTimer.closing)
    .map((seq) => pair.trace.time(seq) - start);
  expect(waited).toHaveLength(1);
  expect(waited[0]).toBeGreaterThan(3 * 100 * ms);
  expect(waited[0]).toBeLessThan(1500 * ms);
});

test("an application's error code is told, and the streams fail with it", () => {
  const pair = openPair();
  pair.at(start, () => pair.applications[0].open()?.write('GET'));
  pair.at(start + 100 * ms, () => pair.applications[1].connection?.close(0x102));
  pair.run();
  expect(pair.applications[0].told.slice(-2)).toEqual(['error ECONNRESET', 'closed']);
  expect(pair.applications[0].log(0)).toMatchObject({ errors: ['ECONNRESET'], closed: 1 });
  const [close] = pair.frames().filter(({ type }) => type === QuicFrame.connectionCloseApplication);
  expect(close?.stream).toBe(0x102);
});

test('who is closing answers what still comes with the close again, ever more rarely (RFC 9000 section 10.2.1)', () => {
  const pair = openPair();
  const [client, server] = pair.applications;
  pair.at(start, () => client.open()?.write('GET'));
  pair.at(start + 100 * ms, () => server.log(0).stream.write('', 100_000));
  // The first close is lost, so that the server goes on sending.
  pair.run(start + 260 * ms);
  pair.directions[0].setCut(true, 0);
  client.connection?.close(0);
  pair.run(start + 262 * ms);
  pair.directions[0].setCut(false, 0);
  pair.run();
  const closes = pair.frames().filter(({ end, type }) => end === 0 && type >= 0x1c && type <= 0x1d);
  expect(closes.length).toBeGreaterThan(1);
  expect(closes.length).toBeLessThan(8);
  expect([pair.state(0), pair.state(1)]).toEqual(['CLOSED', 'CLOSED']);
  expect(pair.events.size).toBe(0);
});

test('a connection that nobody uses ends silently after the smaller idle timeout (section 10.1)', () => {
  const pair = openPair({ client: { idleTimeout: '5s' }, server: { idleTimeout: '9s' } });
  pair.run();
  expect([pair.state(0), pair.state(1)]).toEqual(['CLOSED', 'CLOSED']);
  const ends = pair.records(RecordKind.quicTimer).map((seq) => pair.trace.time(seq));
  expect(Math.max(...ends)).toBeLessThan(6000 * ms);
  expect(pair.applications[0].told.slice(-1)).toEqual(['closed']);
  expect(pair.frames().some(({ type }) => type === QuicFrame.connectionCloseTransport)).toBe(false);
  expect(pair.events.size).toBe(0);
});

test('a stream that is waiting when the idle timer runs out fails', () => {
  const pair = openPair();
  pair.at(start, () => pair.applications[0].open()?.write('GET'));
  pair.run();
  expect(pair.applications[0].told.slice(-2)).toEqual(['error QUIC idle timeout', 'closed']);
  expect(pair.applications[0].log(0).errors).toEqual(['QUIC idle timeout']);
});

test('a server that vanishes is noticed by the idle timeout, after probes', () => {
  const pair = openPair();
  pair.at(start, () => pair.server.vanish());
  pair.at(start + 1, () => pair.applications[0].open()?.write('GET'));
  pair.run();
  expect(pair.state(1)).toBe('CLOSED');
  expect(pair.applications[0].told.slice(-2)).toEqual(['error QUIC idle timeout', 'closed']);
  expect(pair.records(RecordKind.ipDrop, 1).length).toBeGreaterThan(1);
  expect(pair.events.size).toBe(0);
});

test('a client that is still computing when its connection is over sends nothing more', () => {
  const pair = new QuicPair({ delay: 50 * ms, tlsClient: { processing: 60_000 * ms } });
  const connection = pair.connect();
  pair.at(500 * ms, () => connection.close(0));
  pair.run();
  expect([pair.state(0), pair.state(1)]).toEqual(['CLOSED', 'CLOSED']);
  expect(pair.writer.now).toBeGreaterThan(60_000 * ms);
  expect(pair.frames().every(({ at }) => at < 10_000 * ms)).toBe(true);
});

test('a client that closes during the handshake tells the server so', () => {
  const pair = new QuicPair({ delay: 50 * ms });
  const connection = pair.connect();
  pair.at(80 * ms, () => connection.close(0));
  pair.run();
  expect([pair.state(0), pair.state(1)]).toEqual(['CLOSED', 'CLOSED']);
  expect(pair.applications[1].told).toEqual(['open', 'error ECONNRESET', 'closed']);
});

test('after its end a connection frees its port for another', () => {
  const pair = openPair();
  pair.at(start, () => pair.applications[0].connection?.close(0));
  pair.run();
  pair.at(pair.writer.now, () => pair.connect());
  pair.run(pair.writer.now + 1000 * ms);
  expect([pair.state(0), pair.state(1)]).toEqual(['CONFIRMED', 'CONFIRMED']);
});
