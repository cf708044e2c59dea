import { expect, it } from 'vitest';
import { fromHexadecimal, toHexadecimal } from '../testing/hexadecimal';
import { decodeFrames, encodeFrames } from './frame';

const data = Uint8Array.of(7, 8);

it.each([
  ['without a length goes on to the end of its packet', false, '300708'],
  ['with a length tells its end', true, '31020708'],
])('a DATAGRAM frame %s', (_, hasLength, text) => {
  expect(toHexadecimal(encodeFrames([{ name: 'datagram', data, hasLength }]))).toBe(text);
  const decoded = decodeFrames(fromHexadecimal(text));
  expect(decoded.ok && decoded.value[0]?.frame).toEqual({ name: 'datagram', data, hasLength });
});
