import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { QpackDecoder } from '../qpack/decoder';
import { QpackEncoder } from '../qpack/encoder';
import { Http2FrameReader } from '../http2/frame-reader';
import { encodeHttp2Frame } from '../http2/encode';
import { Http3FrameReader } from '../http3/frame-reader';
import { encodeHttp3Frame } from '../http3/encode';
import { PendingBytes } from './pending-bytes';

afterEach(() => vi.restoreAllMocks());

/** Bytes that are copied from one array into another while something is done. */
function copied(action: () => void): number {
  const set = vi.spyOn(Uint8Array.prototype, 'set');
  action();
  return set.mock.calls.reduce((sum, [source]) => sum + source.length, 0);
}

function oneByOne(bytes: Uint8Array, push: (byte: Uint8Array) => void): void {
  for (let at = 0; at < bytes.length; at += 1) push(bytes.subarray(at, at + 1));
}

describe('pending bytes', () => {
  it('are those that were pushed and not dropped, and stay what they were when handed out', () => {
    const steps = fc.array(fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.nat(300)), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (pushes) => {
        const pending = new PendingBytes();
        let expected: number[] = [];
        const seen: [bytes: Uint8Array, copy: number[]][] = [];
        for (const [bytes, drop] of pushes) {
          pending.push(bytes);
          expected.push(...bytes);
          expect([...pending.bytes]).toEqual(expected);
          seen.push([pending.bytes, [...expected]]);
          const count = Math.min(drop, expected.length);
          pending.drop(count);
          expected = expected.slice(count);
        }
        for (const [bytes, copy] of seen) expect([...bytes]).toEqual(copy);
      }),
      { numRuns: 50 },
    );
  });

  it('cost as much to take in as there are of them, though they come one by one', () => {
    const bytes = new Uint8Array(20_000);
    const pending = new PendingBytes();
    expect(copied(() => oneByOne(bytes, (byte) => pending.push(byte)))).toBeLessThan(4 * bytes.length);
  });
});

describe('what comes byte by byte', () => {
  const data = new Uint8Array(16_000).fill(7);

  it('is read by a reader of HTTP/2 frames as often as it is long', () => {
    const reader = new Http2FrameReader(false);
    const frame = encodeHttp2Frame({ type: 'DATA', stream: 1, endStream: true, data });
    const found: unknown[] = [];
    const cost = copied(() =>
      oneByOne(frame, (byte) => {
        const read = reader.push(byte);
        if (read.ok) found.push(...read.value);
      }),
    );
    expect(found).toMatchObject([{ frame: { type: 'DATA', data }, offset: 0 }]);
    expect(cost).toBeLessThan(5 * frame.length);
  });

  it('is read by a reader of HTTP/3 frames as often as it is long', () => {
    const reader = new Http3FrameReader(3);
    const frame = encodeHttp3Frame({ type: 'DATA', data });
    const found: unknown[] = [];
    const cost = copied(() =>
      oneByOne(frame, (byte) => {
        const read = reader.push(byte);
        if (read.ok) found.push(...read.value);
      }),
    );
    expect(found).toMatchObject([{ frame: { type: 'DATA', data }, offset: 3 }]);
    expect(cost).toBeLessThan(5 * frame.length);
  });

  it('is read by a decoder of QPACK as if it had come at once', () => {
    const name = fc.constantFrom('x-name', 'x-other', ':path', 'accept', 'a'.repeat(200));
    const value = fc.string({ maxLength: 300, unit: fc.constantFrom('a', '/', '~', '0') });
    const fields = fc.array(fc.record({ name, value }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fields, fc.boolean(), (lines, huffman) => {
        const encoder = new QpackEncoder({ maximumCapacity: 4096, blockedStreams: 9, huffman });
        const stream = [...encoder.setCapacity(4096), ...encoder.encode(0, lines).instructions];
        const whole = new QpackDecoder(4096);
        const pieces = new QpackDecoder(4096);
        const atOnce = whole.takeEncoderStream(Uint8Array.from(stream));
        const found: unknown[] = [];
        oneByOne(Uint8Array.from(stream), (byte) => {
          const read = pieces.takeEncoderStream(byte);
          if (read.ok) found.push(...read.value);
        });
        expect(atOnce).toEqual({ ok: true, value: found });
        expect(pieces.table.insertCount).toBe(whole.table.insertCount);
      }),
      { numRuns: 50 },
    );
  });

  it('is decoded once by a decoder of QPACK, when it is whole', () => {
    const decoder = new QpackDecoder(65_536);
    const encoder = new QpackEncoder({ maximumCapacity: 65_536, huffman: false });
    const stream = encoder.setCapacity(65_536);
    decoder.takeEncoderStream(stream);
    const insert = encoder.insert({ name: 'n'.repeat(5000), value: 'v'.repeat(5000) });
    if (!insert) throw new Error('no room');
    const decode = vi.spyOn(String, 'fromCharCode');
    expect(copied(() => oneByOne(insert, (byte) => decoder.takeEncoderStream(byte)))).toBeLessThan(
      5 * insert.length,
    );
    const characters = decode.mock.calls.reduce((sum, codes) => sum + codes.length, 0);
    expect(decoder.table.insertCount).toBe(1);
    expect(characters).toBeLessThan(2 * insert.length);
  });

  it('is refused by a decoder of QPACK where no more bytes can mend it', () => {
    // An index above 2^53, and a name whose length is.
    for (const start of [0xff, 0x5f]) {
      const decoder = new QpackDecoder(4096);
      const bytes = Uint8Array.of(start, ...Array.from({ length: 12 }, () => 0xff));
      const read = Array.from(bytes, (byte) => decoder.takeEncoderStream(Uint8Array.of(byte)));
      expect(read.some(({ ok }) => !ok)).toBe(true);
    }
  });
});
