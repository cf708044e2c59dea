import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlaps } from './card';
import { besidePoint, LabelSpace } from './label-space';

const rectangle = fc
  .tuple(fc.nat(400), fc.nat(400), fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 40 }))
  .map(([left, top, width, height]) => ({ left, top, right: left + width, bottom: top + height }));

describe('the room for labels', () => {
  it('never gives the same room twice', () => {
    fc.assert(
      fc.property(fc.array(rectangle, { maxLength: 120 }), (wanted) => {
        const space = new LabelSpace();
        const given = wanted.filter(({ left, top, right, bottom }) => space.take(left, top, right, bottom));
        for (const [index, one] of given.entries())
          for (const other of given.slice(index + 1)) expect(overlaps(one, other)).toBe(false);
      }),
    );
  });

  it('refuses only what something is in the way of', () => {
    fc.assert(
      fc.property(fc.array(rectangle, { maxLength: 60 }), rectangle, (taken, wanted) => {
        const space = new LabelSpace();
        for (const { left, top, right, bottom } of taken) space.reserve(left, top, right, bottom);
        const isFree = space.isFree(wanted.left, wanted.top, wanted.right, wanted.bottom);
        expect(isFree).toBe(!taken.some((one) => overlaps(one, wanted)));
      }),
    );
  });

  it('minds what the space below has taken', () => {
    const below = new LabelSpace();
    const above = new LabelSpace(below);
    below.reserve(0, 0, 10, 10);
    expect(above.take(5, 5, 15, 15)).toBe(false);
    expect(above.take(10, 10, 20, 20)).toBe(true);
    expect(below.isFree(10, 10, 20, 20)).toBe(true);
  });

  it('is whole again when it was cleared', () => {
    const space = new LabelSpace();
    space.reserve(0, 0, 10, 10);
    space.clear();
    expect(space.isFree(0, 0, 10, 10)).toBe(true);
  });
});

describe('a label beside a point', () => {
  it('clears it by the gap, above and to the side', () => {
    expect(besidePoint(100, 100, 0, -1, 4, 50, 12)).toEqual({ x: 100, y: 100 - 4 - 6 });
    expect(besidePoint(100, 100, 1, 0, 4, 50, 12)).toEqual({ x: 100 + 4 + 25, y: 100 });
  });
});
