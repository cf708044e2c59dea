import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entersRectangle, TrackLines } from './track-lines';

const coordinate = fc.integer({ min: -50, max: 150 });

describe('whether a line enters a rectangle', () => {
  it('is so wherever one of its points is inside', () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, (x1, y1, x2, y2) => {
        const inside = Array.from({ length: 101 }, (_, step) => step / 100).some((share) => {
          const x = x1 + (x2 - x1) * share;
          const y = y1 + (y2 - y1) * share;
          return x > 0 && x < 100 && y > 0 && y < 40;
        });
        if (inside) expect(entersRectangle(x1, y1, x2, y2, 0, 0, 100, 40)).toBe(true);
      }),
    );
  });

  it('is not so for a line that passes a corner', () => {
    expect(entersRectangle(-10, 35, 20, 75, 0, 0, 100, 40)).toBe(false);
    expect(entersRectangle(90, -20, 120, 20, 0, 0, 100, 40)).toBe(false);
  });

  it('is not so for a line that ends before it', () => {
    expect(entersRectangle(-50, 20, -1, 20, 0, 0, 100, 40)).toBe(false);
  });
});

describe('labels', () => {
  it('keep off all lines but that of their own link', () => {
    const lines = new TrackLines();
    lines.reset(2);
    lines.set(0, 0, 20, 100, 20);
    lines.set(1, 0, 200, 100, 200);
    expect(lines.keepOff(10, 10, 30, 30, 0)).toBe(true);
    expect(lines.keepOff(10, 10, 30, 30, 1)).toBe(false);
    expect(lines.keepOff(10, 40, 30, 60, 1)).toBe(true);
  });
});
