import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '../../kernel/random-streams';
import type { FourTuple } from './four-tuple';
import { InitialNumbers } from './initial-numbers';

const pair: FourTuple = { localAddress: 1, localPort: 40_000, remoteAddress: 2, remotePort: 80 };
const numbers = () => new InitialNumbers(randomStream(1, 'numbers'));
const distance = (from: number, to: number) => (to - from) | 0;

test('initial sequence numbers grow by one in 4 us (RFC 9293 section 3.4.1)', () => {
  const initial = numbers();
  const at = (now: number) => initial.sequence(pair, initial.clockAt(now));
  expect(distance(at(0), at(60e9))).toBe(15_000_000);
});

test('a new connection of a four-tuple begins above all that the last one used, however fast it sent', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 2, max: 2 ** 30 }))),
      (lives) => {
        const initial = numbers();
        let now = 0;
        let last: number | undefined;
        for (const [wait, sendNext] of lives) {
          now += wait;
          const clock = initial.clockAt(now);
          const begin = initial.sequence(pair, clock);
          if (last !== undefined) expect(distance(last, begin)).toBeGreaterThanOrEqual(0);
          initial.retire(clock, sendNext);
          last = (begin + sendNext) >>> 0;
        }
      },
    ),
  );
});

test('four-tuples begin in different places, and timestamps are the same for all ports of a pair of hosts', () => {
  const initial = numbers();
  const other = { ...pair, localPort: 40_001 };
  expect(initial.sequence(pair, 0)).not.toBe(initial.sequence(other, 0));
  expect(initial.timestampOffset(1, 2)).toBe(initial.timestampOffset(1, 2));
  expect(initial.timestampOffset(1, 2)).not.toBe(initial.timestampOffset(1, 3));
});
