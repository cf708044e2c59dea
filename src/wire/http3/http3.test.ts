import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../hpack/testing/hex';
import { mutated } from '../testing/arbitraries';
import { decodeHttp3Frame, type PlacedHttp3Frame } from './decode';
import { encodeHttp3Frame } from './encode';
import type { Http3Frame } from './frame';
import { Http3FrameReader } from './frame-reader';
import { http3Frames } from './testing/arbitraries';

function decoded(bytes: Uint8Array): PlacedHttp3Frame {
  const read = decodeHttp3Frame(bytes);
  if (!read.ok) throw new Error(`${read.error.at}: ${read.error.what}`);
  return read.value;
}

describe('an HTTP/3 frame', () => {
  const layouts: [Http3Frame, string][] = [
    [{ type: 'DATA', data: Uint8Array.of(1, 2, 3) }, '0003010203'],
    [{ type: 'HEADERS', section: fromHex('0000d1') }, '01030000d1'],
    [
      {
        type: 'SETTINGS',
        settings: [
          { identifier: 1, value: 4096 },
          { identifier: 7, value: 16 },
        ],
      },
      '0405' + '015000' + '0710',
    ],
    [{ type: 'GOAWAY', identifier: 64 }, '07024040'],
    [
      { type: 'PRIORITY_UPDATE', prioritizes: 'request', identifier: 4, value: 'u=1' },
      '800f0700' + '04' + '04753d31',
    ],
  ];
  it.each(layouts)('$type is laid out as RFC 9114 section 7.2 draws it', (frame, hex) => {
    expect(toHex(encodeHttp3Frame(frame))).toBe(hex);
    expect(decoded(fromHex(hex)).frame).toEqual(frame);
  });

  it('of any type is read as it was written', () => {
    fc.assert(
      fc.property(http3Frames, (frame) => {
        const bytes = encodeHttp3Frame(frame);
        expect(decoded(bytes)).toMatchObject({ frame, offset: 0, length: bytes.length });
      }),
      { numRuns: 500 },
    );
  });

  it('is refused at its end wherever it is cut off', () => {
    fc.assert(
      fc.property(http3Frames, (frame) => {
        const bytes = encodeHttp3Frame(frame);
        for (let length = 0; length < bytes.length; length += 1)
          expect(decodeHttp3Frame(bytes.subarray(0, length))).toMatchObject({
            ok: false,
            error: { at: length },
          });
      }),
    );
  });

  it.each([
    ['0200', 'frame type 2'],
    ['070104ff', undefined],
    ['07020404', 'GOAWAY with 2 bytes of payload'],
    ['040401000100', 'SETTINGS with setting 1 twice'],
    ['04020304', 'SETTINGS with setting 3'],
    ['0700', 'GOAWAY with no byte left'],
    ['0701c0', 'GOAWAY with 1 bytes of a varint of 8'],
  ])('%s is told: %s', (hex, what) => {
    const read = decodeHttp3Frame(fromHex(hex));
    expect(read.ok ? undefined : read.error.what).toBe(what);
  });

  it('is read or refused, whatever its bytes', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 60 }), mutated(http3Frames.map(encodeHttp3Frame)));
    fc.assert(
      fc.property(bytes, (given) => {
        const read = decodeHttp3Frame(given);
        expect(read.ok ? read.value.length : read.error.at).toBeLessThanOrEqual(given.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a reader of a stream', () => {
  it('finds every frame, however its bytes are cut', () => {
    const cuts = fc.array(fc.nat({ max: 40 }), { maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(http3Frames, { maxLength: 8 }),
        cuts,
        fc.nat({ max: 9 }),
        (frames, sizes, ahead) => {
          const bytes: number[] = [];
          const offsets = frames.map((frame) => {
            const offset = ahead + bytes.length;
            bytes.push(...encodeHttp3Frame(frame));
            return offset;
          });
          const reader = new Http3FrameReader(ahead);
          const found: PlacedHttp3Frame[] = [];
          let at = 0;
          for (const size of [...sizes, bytes.length]) {
            const read = reader.push(Uint8Array.from(bytes.slice(at, at + size)));
            if (!read.ok) throw new Error(read.error.what);
            found.push(...read.value);
            at = Math.min(bytes.length, at + size);
          }
          expect(found.map(({ frame }) => frame)).toEqual(frames);
          expect(found.map(({ offset }) => offset)).toEqual(offsets);
        },
      ),
    );
  });

  it('tells the place of an error in the whole stream', () => {
    const reader = new Http3FrameReader(1);
    reader.push(fromHex('0400'));
    expect(reader.push(fromHex('0600'))).toMatchObject({ ok: false, error: { at: 3 } });
  });
});
