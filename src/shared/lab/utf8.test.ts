import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from './utf8';

const platform = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

describe('strict UTF-8', () => {
  it('decodes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(decodeUtf8(new TextEncoder().encode(text))).toEqual({ ok: true, text });
      }),
    );
  });

  it('refuses exactly what the platform refuses', () => {
    const nearlyValid = fc
      .tuple(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.uint8Array({ maxLength: 4 }))
      .map(([text, tail]) => Uint8Array.from([...new TextEncoder().encode(text), ...tail]));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 8 }), nearlyValid), (bytes) => {
        const decoded = decodeUtf8(bytes);
        expect(decoded.ok ? decoded.text : undefined).toBe(platform(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [[0x61, 0xff], 1, 'a byte that never occurs'],
    [[0xc0, 0xaf], 0, 'an overlong form'],
    [[0xed, 0xa0, 0x80], 1, 'a surrogate'],
    [[0xf4, 0x90, 0x80, 0x80], 1, 'a point above U+10FFFF'],
    [[0x61, 0xe2, 0x82], 3, 'a sequence cut off'],
    [[0x47, 0x72, 0xfc, 0xdf, 0x65], 2, 'Latin 1'],
  ])('%j: says byte %i (%s)', (bytes, offset) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toMatchObject({ ok: false, offset });
  });

  it('leaves a byte order mark out', () => {
    expect(decodeUtf8(Uint8Array.from([0xef, 0xbb, 0xbf, 0x7b]))).toEqual({ ok: true, text: '{' });
  });

  it('decodes texts longer than its pieces', () => {
    const text = 'aé€😀'.repeat(20_000);
    expect(decodeUtf8(new TextEncoder().encode(text))).toEqual({ ok: true, text });
  });
});
