import { expect, test } from 'vitest';
import { randomStream } from './random-streams';

const draw = (seed: number, name: string) => {
  const stream = randomStream(seed, name);
  return Array.from({ length: 8 }, () => stream.unsigned32());
};

test('a stream is the same for the same seed and name', () => {
  expect(draw(42, 'link/wan/0/loss')).toEqual(draw(42, 'link/wan/0/loss'));
});

test('names and seeds have streams of their own', () => {
  expect(draw(42, 'a')).not.toEqual(draw(42, 'b'));
  expect(draw(42, 'a')).not.toEqual(draw(43, 'a'));
});

test('fractions spread evenly over 0 to 1', () => {
  const stream = randomStream(1, 'even');
  const buckets = new Array<number>(10).fill(0);
  for (let index = 0; index < 100_000; index++) {
    const bucket = Math.floor(stream.fraction() * 10);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  // Five standard deviations of a binomial with n = 100,000 and p = 0.1.
  for (const bucket of buckets) expect(Math.abs(bucket - 10_000)).toBeLessThan(475);
});
