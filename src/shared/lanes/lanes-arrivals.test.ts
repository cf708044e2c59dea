import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StreamArrivals } from './lanes-arrivals';

const stretch = fc
  .tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 20 }))
  .map(([from, length]) => [from, from + length] as const);
const happening = fc.record({ stretch, isLost: fc.boolean() });

it('knows edge, missing byte and what is fresh, as a list of bytes would', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
      const arrivals = new StreamArrivals();
      const here = new Set<number>();
      const lost = new Set<number>();
      for (const {
        stretch: [from, to],
        isLost,
      } of happenings) {
        if (isLost) {
          arrivals.lose(from, to);
          for (let at = from; at < to; at += 1) if (!here.has(at)) lost.add(at);
          continue;
        }
        const fresh: number[] = [];
        arrivals.arrive(from, to, (start, stop) => {
          for (let at = start; at < stop; at += 1) fresh.push(at);
        });
        expect(fresh).toEqual(range(from, to).filter((at) => !here.has(at)));
        for (const at of range(from, to)) here.add(at);
        let edge = 0;
        while (here.has(edge)) edge += 1;
        expect(arrivals.edge).toBe(edge);
        const isMissing = [...here].some((at) => at > edge) || lost.has(edge);
        expect(arrivals.missing).toBe(isMissing ? edge : undefined);
      }
    }),
  );
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
