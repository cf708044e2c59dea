import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RangeSet } from './range-set';

const interval = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
  .map(([start, length]) => [start, start + length] as const);
const step = fc.record({ what: fc.constantFrom('add', 'remove', 'removeBelow', 'takeFrom'), interval });

function members(ranges: RangeSet): number[] {
  const all: number[] = [];
  for (let index = 0; index < ranges.count; index++)
    for (let value = ranges.start(index); value < ranges.end(index); value++) all.push(value);
  return all;
}

test('intervals are the set of numbers that was added and not removed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const ranges = new RangeSet();
      const model = new Set<number>();
      for (const {
        what,
        interval: [start, end],
      } of steps) {
        if (what === 'add') {
          let isNew = false;
          for (let value = start; value < end; value++) {
            isNew ||= !model.has(value);
            model.add(value);
          }
          expect(ranges.add(start, end)).toBe(isNew);
        } else if (what === 'remove') {
          for (let value = start; value < end; value++) model.delete(value);
          ranges.remove(start, end);
        } else if (what === 'removeBelow') {
          for (const value of [...model]) if (value < start) model.delete(value);
          ranges.removeBelow(start);
        } else {
          // As receivers use it: everything below is gone already.
          for (const value of [...model]) if (value < start) model.delete(value);
          ranges.removeBelow(start);
          let next = start;
          while (model.delete(next)) next += 1;
          expect(ranges.takeFrom(start)).toBe(next);
        }
        expect(members(ranges)).toEqual([...model].sort((left, right) => left - right));
        for (let value = 0; value < 85; value++) expect(ranges.contains(value)).toBe(model.has(value));
        for (let index = 1; index < ranges.count; index++)
          expect(ranges.start(index)).toBeGreaterThan(ranges.end(index - 1));
      }
    }),
  );
});
