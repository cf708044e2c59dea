import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWords, finishChecksum, internetChecksum } from './checksum';
import { fromHex } from './testing/kernel-frames';

describe('the Internet checksum', () => {
  it("gives RFC 1071's own numerical example", () => {
    // Section 3: the words 0001 f203 f4f5 f6f7 sum to ddf2 in one's complement.
    expect(internetChecksum(fromHex('0001 f203 f4f5 f6f7'))).toBe(~0xddf2 & 0xffff);
  });

  it('gives a known IPv4 header its checksum', () => {
    expect(internetChecksum(fromHex('4500 0073 0000 4000 4011 0000 c0a8 0001 c0a8 00c7'))).toBe(0xb861);
  });

  it('pads an odd last byte with a zero', () => {
    expect(internetChecksum(fromHex('0102 03'))).toBe(internetChecksum(fromHex('0102 0300')));
  });

  it('is zero over data that holds its own checksum', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 300 }), (bytes) => {
        const even = bytes.length & ~1;
        const whole = new Uint8Array(even + 2);
        whole.set(bytes.subarray(0, even));
        const checksum = internetChecksum(whole);
        whole.set([checksum >> 8, checksum & 255], even);
        expect(internetChecksum(whole)).toBe(0);
      }),
    );
  });

  it('does not depend on where the data is cut at even places', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(150), (bytes, half) => {
        const cut = Math.min(half * 2, bytes.length & ~1);
        const pieces = addWords(bytes, cut, bytes.length, addWords(bytes, 0, cut));
        expect(finishChecksum(pieces)).toBe(internetChecksum(bytes));
      }),
    );
  });

  it('folds the carries of the longest packet', () => {
    expect(internetChecksum(new Uint8Array(65_535).fill(0xff))).toBe(~0xff00 & 0xffff);
  });
});
