import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reassembly } from './reassembly';

test('reassembly holds exactly the bytes added, and gives them back in order', () => {
  const piece = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 10 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const reassembly = new Reassembly();
      const model = new Set<number>();
      for (const [start, length] of pieces) {
        reassembly.add(start, start + length);
        for (let byte = start; byte < start + length; byte++) model.add(byte);
      }
      expect(reassembly.bytes).toBe(model.size);
      let next = 1;
      while (model.has(next)) next += 1;
      expect(reassembly.takeFrom(1)).toBe(next);
    }),
  );
});
