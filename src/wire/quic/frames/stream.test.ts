import { describe, expect, it } from 'vitest';
import { fromHexadecimal, toHexadecimal } from '../testing/hexadecimal';
import { decodeFrames, encodeFrames } from './frame';
import type { StreamFrame } from './stream';

const data = Uint8Array.of(0xaa, 0xbb);
const plain: StreamFrame = {
  name: 'stream',
  stream: 4,
  offset: 0,
  data,
  fin: false,
  hasLength: false,
  hasOffset: false,
};

describe('a STREAM frame', () => {
  it.each([
    ['nothing but its stream', plain, '0804aabb'],
    ['FIN', { ...plain, fin: true }, '0904aabb'],
    ['a length', { ...plain, hasLength: true }, '0a0402aabb'],
    ['an offset', { ...plain, hasOffset: true, offset: 300 }, '0c04412caabb'],
    ['all three', { ...plain, fin: true, hasLength: true, hasOffset: true, offset: 1 }, '0f040102aabb'],
  ])('has in its type whether it holds %s', (_, frame, text) => {
    expect(toHexadecimal(encodeFrames([frame]))).toBe(text);
    const decoded = decodeFrames(fromHexadecimal(text));
    expect(decoded.ok && decoded.value[0]?.frame).toEqual(frame);
  });

  it('without a length goes on to the end of its packet', () => {
    const decoded = decodeFrames(fromHexadecimal('08 00 01 02 03'));
    expect(decoded.ok && decoded.value.length).toBe(1);
  });

  it('away from offset 0 is not written without its offset', () => {
    expect(() => encodeFrames([{ ...plain, offset: 7 }])).toThrow(RangeError);
  });
});
