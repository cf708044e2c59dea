import { describe, expect, it } from 'vitest';
import { codesOf, codesWith, namesOf } from './enumeration';

const words = {
  none: { code: 0, name: 'nothing' },
  some: { code: 1, name: 'a little', loud: true },
} as const;

describe('an enumeration', () => {
  it('has its numbers by key, its names by number, and tells who has a trait', () => {
    expect(codesOf(words)).toEqual({ none: 0, some: 1 });
    expect(namesOf(words)).toEqual(['nothing', 'a little']);
    const isLoud = codesWith<{ code: number; name: string; loud?: boolean }>(
      words,
      ({ loud }) => loud === true,
    );
    expect([0, 1, 2].map(isLoud)).toEqual([false, true, false]);
  });

  it('refuses numbers with a gap, or out of order', () => {
    expect(() => namesOf({ some: { code: 1, name: 'a little' } })).toThrow(RangeError);
  });
});
