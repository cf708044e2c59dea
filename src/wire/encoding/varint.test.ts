import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeLargeVarint,
  decodeVarint,
  encodeVarint,
  largestVarint,
  type VarintLength,
  varintLength,
} from './varint';

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const values = fc.oneof(
  fc.maxSafeNat(),
  fc.nat({ max: 0x40 }),
  fc.constantFrom(0x3f, 0x40, 0x3fff, 0x4000, 0x3fffffff, 0x40000000, Number.MAX_SAFE_INTEGER),
);

describe('a variable-length integer', () => {
  it.each([
    ['9d7f3e7d', 494_878_333, 4],
    ['7bbd', 15_293, 2],
    ['25', 37, 1],
    ['4025', 37, 2],
  ])('is read from RFC 9000 appendix A.1: %s is %d', (hex, value, length) => {
    expect(decodeVarint(bytesOf(hex))).toEqual({ ok: true, value: { value, length } });
  });

  it('of eight bytes is read exactly: c2197c5eff14e88c of RFC 9000 appendix A.1', () => {
    const read = decodeLargeVarint(bytesOf('c2197c5eff14e88c'));
    expect(read).toEqual({ ok: true, value: { value: 151_288_809_941_952_652n, length: 8 } });
  });

  it('is written in the fewest bytes, or in as many as asked for', () => {
    expect(encodeVarint(494_878_333)).toEqual(bytesOf('9d7f3e7d'));
    expect(encodeVarint(37)).toEqual(bytesOf('25'));
    expect(encodeVarint(37, 2)).toEqual(bytesOf('4025'));
    expect(encodeVarint(37, 8)).toEqual(bytesOf('c000000000000025'));
  });

  it('is read as it was written, at any place and width', () => {
    const widths = fc.constantFrom<VarintLength>(1, 2, 4, 8);
    fc.assert(
      fc.property(values, widths, fc.uint8Array({ maxLength: 4 }), (value, width, ahead) => {
        const length = Math.max(width, varintLength(value)) as VarintLength;
        const bytes = Uint8Array.from([...ahead, ...encodeVarint(value, length), 0xff]);
        expect(decodeVarint(bytes, ahead.length)).toEqual({ ok: true, value: { value, length } });
        expect(decodeLargeVarint(bytes, ahead.length)).toEqual({
          ok: true,
          value: { value: BigInt(value), length },
        });
      }),
    );
  });

  it('is refused wherever it is cut off', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encodeVarint(value);
        for (let length = 0; length < bytes.length; length += 1) {
          expect(decodeVarint(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { at: 0 } });
          expect(decodeLargeVarint(bytes.subarray(0, length)).ok).toBe(false);
        }
      }),
    );
  });

  it('above 2^53 - 1 is refused as a number, and read as a large one', () => {
    const bytes = new Uint8Array(8).fill(0xff);
    expect(decodeVarint(bytes)).toMatchObject({ ok: false, error: { what: 'a varint above 2^53 - 1' } });
    expect(decodeLargeVarint(bytes)).toMatchObject({ ok: true, value: { value: largestVarint } });
  });

  it.each([-1, 0.5, NaN, 2 ** 53])('is not made of %d', (value) => {
    expect(() => encodeVarint(value)).toThrow(RangeError);
  });

  it('is not squeezed into fewer bytes than it needs', () => {
    expect(() => encodeVarint(64, 1)).toThrow(RangeError);
  });
});
