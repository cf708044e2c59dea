import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  columnStep,
  leftOf,
  moved,
  roundStep,
  shortestStretch,
  ticks,
  tickText,
  timeAt,
  zoomed,
} from './lane-axis';

const scale = fc
  .tuple(fc.nat({ max: 1e10 }), fc.integer({ min: 10_000, max: 1e10 }), fc.integer({ min: 50, max: 3000 }))
  .map(([from, length, width]) => ({ from, to: from + length, width }));

it.each([
  [1, 1],
  [1.1, 2],
  [3, 5],
  [6, 10],
  [200_000, 200_000],
  [200_001, 500_000],
])('rounds a step of %d up to %d', (least, step) => {
  expect(roundStep(least)).toBe(step);
});

it('has columns of at least 7 pixels, and no more than fit', () => {
  fc.assert(
    fc.property(scale, (one) => {
      const width = (columnStep(one) / (one.to - one.from)) * one.width;
      expect(width).toBeGreaterThanOrEqual(7 * (1 - 1e-6));
      expect(width).toBeLessThanOrEqual(7 * 2.5 * (1 + 1e-6));
    }),
  );
});

it('puts ticks at multiples of their step, within the stretch', () => {
  fc.assert(
    fc.property(scale, (one) => {
      const { step, times } = ticks(one);
      for (const time of times) {
        expect(time).toBeGreaterThanOrEqual(one.from);
        expect(time).toBeLessThanOrEqual(one.to);
        expect(Math.abs(time / step - Math.round(time / step))).toBeLessThan(1e-6);
      }
    }),
  );
});

it('knows the time of a place, and the place of a time', () => {
  const one = { from: 1e6, to: 3e6, width: 200 };
  expect(leftOf(2e6, one)).toBe(100);
  expect(timeAt(100, one)).toBe(2e6);
});

it('zooms around a time, and keeps to what there is', () => {
  fc.assert(
    fc.property(scale, fc.double({ min: 0.05, max: 20, noNaN: true }), (one, factor) => {
      const end = one.to * 1.5;
      const around = (one.from + one.to) / 2;
      const { from, to } = zoomed(one, around, factor, end);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(end * (1 + 1e-9) + shortestStretch);
      expect(to - from).toBeGreaterThanOrEqual(shortestStretch * (1 - 1e-9));
      if (factor < 1) expect(from <= around && around <= to).toBe(true);
    }),
  );
});

it('moves within what there is', () => {
  expect(moved({ from: 10e6, to: 20e6, width: 100 }, -50e6, 100e6)).toEqual({ from: 0, to: 10e6 });
  expect(moved({ from: 10e6, to: 20e6, width: 100 }, 500e6, 100e6)).toEqual({ from: 90e6, to: 100e6 });
});

it.each([
  [0, 1e6, '0'],
  [40e6, 20e6, '40 ms'],
  [1.5e9, 5e8, '1.5 s'],
  [250_000, 50_000, '250 µs'],
])('writes %d at a step of %d as %s', (time, step, text) => {
  expect(tickText(time, step)).toBe(text);
});
