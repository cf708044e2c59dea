import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entersRectangle } from './bounds';

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
