import { expect, it } from 'vitest';
import { fromHexadecimal, toHexadecimal } from '../testing/hexadecimal';
import { decodeFrames, encodeFrames } from './frame';

it('a CRYPTO frame has offset and length, and no stream', () => {
  const data = Uint8Array.of(1, 2, 3);
  expect(toHexadecimal(encodeFrames([{ name: 'crypto', offset: 64, data }]))).toBe('06404003010203');
});

it('a NEW_TOKEN frame with an empty token is refused', () => {
  const decoded = decodeFrames(fromHexadecimal('07 00'));
  expect(!decoded.ok && decoded.error.what).toBe('an empty token');
});
