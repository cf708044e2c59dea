import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pushInteger, readInteger } from './integer';
import { fromHex } from './testing/hex';

function encoded(firstBits: number, prefix: number, value: number): number[] {
  const bytes: number[] = [];
  pushInteger(bytes, firstBits, prefix, value);
  return bytes;
}

describe('an integer with a prefix', () => {
  // RFC 7541 appendix C.1.
  it.each([
    [10, 5, '0a'],
    [1337, 5, '1f9a0a'],
    [42, 8, '2a'],
  ])('%d with a prefix of %d bits is %s', (value, prefix, hex) => {
    const bytes = fromHex(hex);
    expect(encoded(0, prefix, value)).toEqual([...bytes]);
    expect(readInteger(bytes, 0, prefix)).toEqual({ ok: true, value: { value, end: bytes.length } });
  });

  it('is read as it was written, whatever stands beside it', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.maxSafeNat(), fc.nat({ max: 300 })),
        fc.integer({ min: 1, max: 8 }),
        fc.nat({ max: 255 }),
        (value, prefix, bits) => {
          const firstBits = bits & ~(2 ** prefix - 1) & 255;
          const bytes = Uint8Array.from(encoded(firstBits, prefix, value));
          expect(bytes[0]! & ~(2 ** prefix - 1)).toBe(firstBits);
          expect(readInteger(bytes, 0, prefix)).toEqual({ ok: true, value: { value, end: bytes.length } });
        },
      ),
    );
  });

  it('is refused where it is cut off', () => {
    const bytes = fromHex('1f9a0a');
    for (let length = 0; length < 3; length += 1)
      expect(readInteger(bytes.subarray(0, length), 0, 5)).toMatchObject({
        ok: false,
        error: { at: length },
      });
  });

  it.each(['1fffffffffffffff7f', '1f8080808080808080808080'])(
    '%s is larger than any that is allowed',
    (hex) => {
      expect(readInteger(fromHex(hex), 0, 5)).toMatchObject({
        ok: false,
        error: { allowed: 'at most 2^53 - 1' },
      });
    },
  );

  it('may have zeros at its end', () => {
    expect(readInteger(fromHex('1f808000'), 0, 5)).toEqual({ ok: true, value: { value: 31, end: 4 } });
  });
});
