import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkJson, deepestNesting } from './json-syntax';

const accepts = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('JSON syntax', () => {
  it('accepts whatever is written as JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, 2, '\t'), (json, indent) => {
        expect(checkJson(JSON.stringify(JSON.parse(json), null, indent)).fault).toBeUndefined();
      }),
    );
  });

  it('refuses exactly what JSON.parse refuses, after any small damage', () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ']', '\\', '0', '.', '-', 'e', ':', '\n', '{"'),
      )
      .map(([json, where, patch]) => {
        const at = where % (json.length + 1);
        return json.slice(0, at) + patch + json.slice(at + 1);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        expect(checkJson(text).fault === undefined).toBe(accepts(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('finds a fault in every truncation of an object', () => {
    const text = JSON.stringify({ a: [1, 'two', { three: null }], b: '\u00e9\n' });
    for (let length = 0; length < text.length; length++)
      expect(checkJson(text.slice(0, length)).fault, text.slice(0, length)).toBeDefined();
  });

  it.each([
    ['{\n  "a": 1,\n}', 3, 1, '"}"', 'no comma after the last one'],
    ['{"a" 1}', 1, 6, '"1"', 'a colon'],
    ['[1 2]', 1, 4, '"2"', 'a comma or ]'],
    ["{'a': 1}", 1, 2, '"\'"', 'double quotes'],
    ['{"delay": 75ms}', 1, 13, '"ms"', 'a comma or }'],
    ['{"a": tru}', 1, 7, '"tru"', 'true, false or null'],
    ['{"a": "b', 1, 9, 'the end of the file', 'a double quote'],
    ['', 1, 1, 'the end of the file', 'a value'],
    ['{} x', 1, 4, '"x"', 'nothing more'],
  ])('%j: line %i, column %i', (text, line, column, found, expected) => {
    const fault = checkJson(text).fault;
    expect(fault).toMatchObject({ line, column, found });
    expect(fault?.expected).toContain(expected);
  });

  it('names what is given twice', () => {
    const { duplicates } = checkJson('{"a": 1,\n "b": [{"c": 1, "c": 2}], "a": 3}');
    expect(duplicates).toEqual([
      { path: 'b[0].c', line: 2 },
      { path: 'a', line: 2 },
    ]);
  });

  it('survives nesting of any depth', () => {
    expect(checkJson('['.repeat(deepestNesting) + ']'.repeat(deepestNesting)).fault).toBeUndefined();
    expect(checkJson('[{"a":'.repeat(1_000_000)).fault?.expected).toContain('levels');
  });
});
