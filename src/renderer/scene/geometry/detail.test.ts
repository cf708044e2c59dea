import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumZoom, minimumZoom } from './camera';
import {
  barSize,
  cardDetail,
  cardTextSize,
  gridSpacing,
  hasPoint,
  noteTextSize,
  shortestBar,
} from './detail';

const zoom = fc.double({ min: minimumZoom, max: maximumZoom, noNaN: true });

describe('level of detail', () => {
  it('shows cards whole at their own size and by their icon from afar', () => {
    expect(cardDetail(1, false)).toBe('whole');
    expect(cardDetail(0.6, true)).toBe('name');
    expect(cardDetail(0.6, false)).toBe('icon');
  });

  it('keeps text readable and on whole pixels at every zoom', () => {
    fc.assert(
      fc.property(zoom, (at) => {
        for (const size of [cardTextSize(13, at), cardTextSize(11, at), noteTextSize(11, at)]) {
          expect(size).toBeGreaterThanOrEqual(11);
          expect(Number.isInteger(size)).toBe(true);
        }
      }),
    );
  });

  it('keeps frames visible from afar', () => {
    expect(barSize(10, minimumZoom)).toBe(3);
    expect(barSize(10, 2)).toBe(20);
  });

  it('lets bars give way on a crowded lane, but not vanish', () => {
    expect(shortestBar(400, 1, 10)).toBe(15);
    expect(shortestBar(400, 100, 10)).toBe(4);
    expect(shortestBar(400, 10_000, 10)).toBe(2);
  });

  it('points bars that are longer than their point', () => {
    expect(hasPoint(15, 10)).toBe(true);
    expect(hasPoint(4, 10)).toBe(false);
  });

  it('spaces the grid between 16 and 32 pixels, a power of two times its step', () => {
    fc.assert(
      fc.property(zoom, (at) => {
        const spacing = gridSpacing(at);
        expect(spacing).toBeGreaterThanOrEqual(16);
        expect(spacing).toBeLessThanOrEqual(32);
        expect(Math.log2(spacing / (24 * at)) % 1).toBeCloseTo(0, 6);
      }),
    );
  });
});
