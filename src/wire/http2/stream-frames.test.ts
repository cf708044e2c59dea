import { expect, test } from 'vitest';
import { HpackEncoder } from '../hpack/encoder';
import { encodeHttp2Frame } from './encode';
import { Http2StreamFrames } from './stream-frames';

/** A header block cut into frames of a size. */
function framed(block: Uint8Array, size: number): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < block.length; at += size) {
    const fragment = block.subarray(at, at + size);
    const endHeaders = at + size >= block.length;
    const frame = encodeHttp2Frame(
      at === 0
        ? { type: 'HEADERS', stream: 1, endStream: true, endHeaders, fragment }
        : { type: 'CONTINUATION', stream: 1, endHeaders, fragment },
    );
    for (const byte of frame) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

test.each([16_384, 1_000_000])('a header block of half a megabyte is read, in frames of %i bytes', (size) => {
  const value = 'long'.repeat(125_000);
  const block = new HpackEncoder({ huffman: false }).encode([{ name: 'x-long', value }]);
  const bytes = framed(block, size);
  const stream = new Http2StreamFrames((offset, length) => bytes.slice(offset, offset + length));
  const frames = stream.between(0, bytes.length);
  expect(frames).toHaveLength(Math.ceil(block.length / size));
  for (const { part } of frames) {
    if (!part?.block?.ok) throw new Error('not read');
    expect(part.block.value.fields.map(({ name }) => name)).toEqual(['x-long']);
    expect(part.block.value.fields[0]?.value === value).toBe(true);
  }
  expect(frames.map(({ part }) => part?.atInBlock)).toEqual(frames.map((_, index) => index * size));
});
