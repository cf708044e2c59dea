import { describe, expect, test } from 'vitest';
import { resolveTcp } from '../../../shared/protocols/tcp-parameters';
import { RoundTrip } from './round-trip';
import { TcpScript, establishedServer, type ScriptedSegment } from '../testing/tcp-script';
import type { TcpConnection } from './connection';

/** The retransmission timeout: RFC 6298 as Linux reads it, and what may be measured (RFC 7323 section 4). Times in ms. */

const timeoutOf = (script: TcpScript) => (script.stream as TcpConnection).roundTrip.timeout / 1e6;

/** Timeouts after samples, each of a segment of its own. */
function timeouts(samples: readonly number[]): number[] {
  const roundTrip = new RoundTrip(resolveTcp());
  return samples.map((sample, index) => {
    roundTrip.measured(sample * 1e6, index * 1000, index * 1000 + 1);
    return Math.round(roundTrip.timeout / 1e6);
  });
}

describe('the timeout', () => {
  test('is three round trips at first, and what is too much of it falls by a quarter each round trip', () => {
    expect(timeouts([150, 150, 150, 150])).toEqual([450, 450, 425, 406]);
  });

  test('allows at least 200 ms beyond the round trip', () => {
    expect(timeouts(Array.from({ length: 40 }, () => 10)).at(-1)).toBe(210);
  });

  test('rises at once where the round trip grows, and hardly where it shrinks (Linux)', () => {
    const [calm = 0, grown = 0] = timeouts([...Array.from({ length: 40 }, () => 100), 500]).slice(-2);
    expect(calm).toBe(300);
    // srtt 150 ms, deviation 100 ms.
    expect(grown).toBeCloseTo(150 + 400, -1);
    const shrunk = timeouts([...Array.from({ length: 40 }, () => 500), 100]).at(-1) ?? 0;
    expect(shrunk).toBeLessThan(700);
  });

  test('is what it was after a flight of ten of one round trip: neighbours are one sample (RFC 7323 section 4.2)', () => {
    // Linux 6.18 has 452 ms after the same exchange over 150 ms.
    const script = new TcpScript({ timestamps: true }).listen();
    script.inject({ flags: 'SYN', seq: 0, mss: 1012, timestamps: true }).at('150ms');
    script.inject({ flags: 'ACK', seq: 1, ack: 1, timestamps: true }).write(10_000).at('300ms');
    for (let ack = 1001; ack <= 10_001; ack += 1000)
      script.inject({ flags: 'ACK', seq: 1, ack, timestamps: true });
    expect(timeoutOf(script)).toBe(450);
  });
});

describe('the first sample', () => {
  const lostSynAck = (options: Partial<ScriptedSegment>, settings = {}) =>
    new TcpScript(settings)
      .listen()
      .inject({ flags: 'SYN', seq: 0, mss: 1000, ...options })
      .at('1s')
      .at('1100ms');

  test('is none where the SYN-ACK went out twice: 3 s, as RFC 6298 section 5.7 asks', () => {
    const script = lostSynAck({}).inject({ flags: 'ACK', seq: 1, ack: 1 });
    expect(timeoutOf(script)).toBe(3000);
    script.write(1000).skip().at('4099ms').expectNothing().at('4100ms').expect({ flags: 'PSH ACK', seq: 1 });
  });

  test('comes from the echoed timestamp all the same', () => {
    const stamped = { timestamps: true };
    const script = lostSynAck(stamped, stamped).inject({ flags: 'ACK', seq: 1, ack: 1, ...stamped });
    expect(timeoutOf(script)).toBe(300);
  });
});

test('what is only reported selectively is measured too, and ends the backing off (Linux)', () => {
  const script = establishedServer(
    { selectiveAcknowledgement: true, tailLossProbe: false },
    { mss: 1000, sackPermitted: true },
  );
  script.write(2000).at('450ms');
  expect(timeoutOf(script)).toBe(600);
  // The second was sent once, 350 ms ago.
  script.inject({ flags: 'ACK', seq: 1, ack: 1, sack: [[1001, 2001]] });
  expect(timeoutOf(script)).toBeCloseTo(100 + 250 / 8 + 400, 3);
});
