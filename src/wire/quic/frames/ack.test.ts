import { describe, expect, it } from 'vitest';
import { fromHexadecimal, toHexadecimal } from '../testing/hexadecimal';
import { decodeFrames, encodeFrames } from './frame';

describe('an ACK frame', () => {
  it('tells its ranges by what is missing between them', () => {
    const ranges = [
      { smallest: 9, largest: 10 },
      { smallest: 7, largest: 7 },
      { smallest: 0, largest: 3 },
    ];
    // 10 down to 9; 8 is missing (Gap 0); 7; 6 to 4 are missing (Gap 2); 3 down to 0.
    expect(toHexadecimal(encodeFrames([{ name: 'ack', delay: 5, ranges, ecn: undefined }]))).toBe(
      '02' + '0a' + '05' + '02' + '01' + '0000' + '0203',
    );
  });

  it('of type 3 has the counts of the ECN codepoints behind its ranges', () => {
    const decoded = decodeFrames(fromHexadecimal('03 04 00 00 04 01 02 03'));
    expect(decoded.ok && decoded.value[0]?.frame).toEqual({
      name: 'ack',
      delay: 0,
      ranges: [{ smallest: 0, largest: 4 }],
      ecn: { ect0: 1, ect1: 2, congestionExperienced: 3 },
    });
  });

  it.each([
    ['its first range', '02 04 00 00 05'],
    ['a gap', '02 04 00 01 02 03 00'],
  ])('that goes below packet number 0 by %s is refused', (_, text) => {
    const decoded = decodeFrames(fromHexadecimal(text));
    expect(!decoded.ok && decoded.error.what).toBe('a range below packet number 0');
  });
});
