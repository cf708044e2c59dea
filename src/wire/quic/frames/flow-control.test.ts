import { describe, expect, it } from 'vitest';
import { fromHexadecimal, toHexadecimal } from '../testing/hexadecimal';
import { decodeFrames, encodeFrames, type Frame } from './frame';

describe('a frame of flow control', () => {
  it.each<[Frame, string]>([
    [{ name: 'max-data', limit: 1000 }, '1043e8'],
    [{ name: 'data-blocked', limit: 1000 }, '1443e8'],
    [{ name: 'max-stream-data', stream: 4, limit: 5 }, '110405'],
    [{ name: 'stream-data-blocked', stream: 4, limit: 5 }, '150405'],
    [{ name: 'max-streams', direction: 'bidirectional', limit: 8 }, '1208'],
    [{ name: 'max-streams', direction: 'unidirectional', limit: 8 }, '1308'],
    [{ name: 'streams-blocked', direction: 'bidirectional', limit: 8 }, '1608'],
    [{ name: 'streams-blocked', direction: 'unidirectional', limit: 8 }, '1708'],
  ])('%o is %s', (frame, text) => {
    expect(toHexadecimal(encodeFrames([frame]))).toBe(text);
    const decoded = decodeFrames(fromHexadecimal(text));
    expect(decoded.ok && decoded.value[0]?.frame).toEqual(frame);
  });

  it('with the largest limit that there is reads as the largest number', () => {
    const decoded = decodeFrames(fromHexadecimal('10 ffffffffffffffff'));
    const frame = { name: 'max-data', limit: Number.MAX_SAFE_INTEGER };
    expect(decoded.ok && decoded.value[0]?.frame).toEqual(frame);
  });

  it('that allows more streams than there are ids is refused', () => {
    const decoded = decodeFrames(fromHexadecimal('12 d000000000000001'));
    expect(decoded.ok).toBe(false);
  });
});
