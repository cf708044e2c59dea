import { describe, expect, it } from 'vitest';
import { runKinds } from './kinds/run';
import { allRecordKinds, definitionOf, RecordKind, tableByCode } from './record-table';

describe('the table of record kinds', () => {
  it('finds every kind by its number', () => {
    for (const kind of allRecordKinds) expect(definitionOf(kind.code)).toBe(kind);
    expect(allRecordKinds).toHaveLength(Object.keys(RecordKind).length);
    expect(definitionOf(255)).toBeUndefined();
  });

  it('has names that no two kinds share', () => {
    const names = allRecordKinds.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('gives each bit of a record to one field of its kind', () => {
    for (const { name, fields } of allRecordKinds) {
      const taken = { a: 0n, b: 0n, detail: 0n };
      for (const { word, shift, bits, alsoInDetail } of Object.values(fields)) {
        const mask = ((1n << BigInt(bits)) - 1n) << BigInt(shift);
        for (const half of word === 'a,b' ? (['a', 'b'] as const) : [word]) {
          expect(taken[half] & mask, name).toBe(0n);
          taken[half] |= mask;
        }
        if (!alsoInDetail) continue;
        expect(taken.detail, name).toBe(0n);
        taken.detail = 255n;
      }
    }
  });

  it('refuses two kinds of one number, and a number that a record cannot hold', () => {
    const { runStart, runEnd } = runKinds;
    expect(() => tableByCode([runStart, { ...runEnd, code: 1 }])).toThrow(
      'run.end has the number of run.start, 1',
    );
    expect(() => tableByCode([{ ...runStart, code: 256 }])).toThrow('1 to 255');
    expect(() => tableByCode([{ ...runStart, code: 0 }])).toThrow('1 to 255');
  });
});
