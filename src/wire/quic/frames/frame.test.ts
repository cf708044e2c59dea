import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutated } from '../../testing/arbitraries';
import { framePayloads, frames } from '../testing/arbitraries';
import { decodeFrames, encodeFrames, frameLength, readFrames, writeQuicFrame } from './frame';

describe('frames', () => {
  it('come back as they were written, each where it stands', () => {
    fc.assert(
      fc.property(framePayloads, (list) => {
        const decoded = decodeFrames(encodeFrames(list));
        if (!decoded.ok) throw new Error(decoded.error.what);
        expect(decoded.value.map((placed) => placed.frame)).toEqual(list);
        let at = 0;
        for (const placed of decoded.value) {
          expect([placed.at, placed.length]).toEqual([at, frameLength(placed.frame)]);
          at += placed.length;
        }
      }),
    );
  });

  it('take exactly the bytes that their length tells', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        expect(writeQuicFrame(new Uint8Array(200), 0, frame)).toBe(frameLength(frame));
      }),
    );
  });

  it('are refused, with a reason, or shorter, when they are cut anywhere', () => {
    fc.assert(
      fc.property(
        frames.filter((frame) => frame.name !== 'padding'),
        (frame) => {
          const bytes = encodeFrames([frame]);
          for (let length = 0; length < bytes.length; length += 1) {
            const decoded = decodeFrames(bytes.subarray(0, length));
            expect(decoded.ok).toBe(false);
            if (!decoded.ok) expect(decoded.error.at).toBeLessThanOrEqual(length);
          }
        },
      ),
    );
  });

  it('survive any change of their bytes', () => {
    fc.assert(
      fc.property(mutated(framePayloads.map(encodeFrames)), (bytes) => {
        const { frames: read, cursor } = readFrames(bytes);
        const covered = read.reduce((length, placed) => length + placed.length, 0);
        expect(cursor.error !== undefined || covered === bytes.length).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('survive bytes at random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const decoded = decodeFrames(bytes);
        if (decoded.ok) expect(decoded.value.length).toBeGreaterThan(0);
        else expect(decoded.error.allowed).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('of a type that nobody knows are refused where they stand', () => {
    expect(decodeFrames(Uint8Array.of(1, 0x21))).toEqual({
      ok: false,
      error: { at: 1, what: 'a frame of type 0x21', allowed: 'a type of RFC 9000 section 19' },
    });
  });
});
