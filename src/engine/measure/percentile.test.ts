import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distribution, percentile } from './percentile';

describe('nearest-rank percentiles', () => {
  it.each([
    [50, 20],
    [20, 15],
    [21, 20],
    [40, 20],
    [99, 50],
    [100, 50],
    [0, 15],
  ])('the %i-th of 15 20 20 40 50', (percent, value) => {
    expect(percentile([15, 20, 20, 40, 50], percent)).toBe(value);
  });

  it('are samples, in order, and at least as many samples do not exceed them', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1 }), (samples) => {
        const { p50, p90, p99, max } = distribution(samples);
        for (const [percent, value] of [
          [50, p50],
          [90, p90],
          [99, p99],
        ] as const) {
          expect(samples).toContain(value);
          const below = samples.filter((sample) => sample <= (value ?? -1)).length;
          expect(below / samples.length).toBeGreaterThanOrEqual(percent / 100);
        }
        expect(max).toBe(Math.max(...samples));
      }),
    );
  });

  it('are null where there is no sample', () => {
    expect(distribution([])).toEqual({ samples: 0, p50: null, p90: null, p99: null, max: null });
  });
});
