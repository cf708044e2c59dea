import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellIndex } from './cell-index';

const coordinate = fc.integer({ min: -500, max: 500 });
const rectangle = fc
  .tuple(coordinate, coordinate, fc.nat(300), fc.nat(300))
  .map(([left, top, width, height]) => ({ left, top, right: left + width, bottom: top + height }));

/** The things that an index names for a rectangle, in order. */
function candidates(index: CellIndex, { left, top, right, bottom }: ReturnType<typeof sides>): number[] {
  const found: number[] = [];
  index.some(left, top, right, bottom, (thing) => {
    found.push(thing);
    return false;
  });
  return found.sort((one, other) => one - other);
}
const sides = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });

describe('an index by cells', () => {
  it('names every rectangle that a rectangle touches, once', () => {
    fc.assert(
      fc.property(fc.array(rectangle, { maxLength: 40 }), rectangle, (things, asked) => {
        const index = new CellIndex(64);
        things.forEach(({ left, top, right, bottom }, thing) =>
          index.addRectangle(thing, left, top, right, bottom),
        );
        const found = candidates(index, asked);
        expect(new Set(found).size).toBe(found.length);
        things.forEach((thing, number) => {
          const touches =
            thing.left <= asked.right &&
            asked.left <= thing.right &&
            thing.top <= asked.bottom &&
            asked.top <= thing.bottom;
          if (touches) expect(found).toContain(number);
        });
      }),
    );
  });

  it('names every line of which a point comes into a rectangle', () => {
    const line = fc.tuple(coordinate, coordinate, coordinate, coordinate);
    fc.assert(
      fc.property(line, fc.nat(60), fc.nat(100), ([x1, y1, x2, y2], margin, step) => {
        const index = new CellIndex(64);
        index.addLine(7, x1, y1, x2, y2, margin);
        const x = x1 + ((x2 - x1) * step) / 100 + margin * 0.7;
        const y = y1 + ((y2 - y1) * step) / 100 - margin * 0.7;
        expect(candidates(index, sides(x, y, x, y))).toEqual([7]);
      }),
    );
  });

  it('does not name a line for what is far from it in its rectangle', () => {
    const index = new CellIndex(64);
    index.addLine(0, 0, 0, 2000, 2000, 10);
    expect(candidates(index, sides(1700, 200, 1750, 250))).toEqual([]);
  });

  it('asks no more once the test holds', () => {
    const index = new CellIndex(64);
    index.addRectangle(0, 0, 0, 10, 10);
    index.addRectangle(1, 0, 0, 10, 10);
    const asked: number[] = [];
    expect(index.some(0, 0, 5, 5, (thing) => asked.push(thing) > 0)).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('is empty once it was cleared', () => {
    const index = new CellIndex(64);
    index.addRectangle(3, 0, 0, 10, 10);
    index.clear();
    expect(candidates(index, sides(0, 0, 10, 10))).toEqual([]);
    index.addRectangle(4, 0, 0, 10, 10);
    expect(candidates(index, sides(0, 0, 10, 10))).toEqual([4]);
  });
});
