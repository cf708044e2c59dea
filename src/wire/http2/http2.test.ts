import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../hpack/testing/hex';
import { latin1Bytes } from '../encoding/octets';
import { mutated } from '../testing/arbitraries';
import { http2Preface } from './constants';
import { decodeHttp2Frame, type PlacedHttp2Frame } from './decode';
import { encodeHttp2Frame } from './encode';
import type { Http2Frame } from './frame';
import { Http2FrameReader } from './frame-reader';
import { http2Frames } from './testing/arbitraries';

function decoded(bytes: Uint8Array): PlacedHttp2Frame {
  const read = decodeHttp2Frame(bytes);
  if (!read.ok) throw new Error(`${read.error.at}: ${read.error.what}`);
  return read.value;
}

describe('an HTTP/2 frame', () => {
  const layouts: [string, Http2Frame, string][] = [
    [
      'an acknowledgment of settings',
      { type: 'SETTINGS', acknowledges: true, settings: [] },
      '000000040100000000',
    ],
    [
      'settings',
      { type: 'SETTINGS', acknowledges: false, settings: [{ identifier: 3, value: 100 }] },
      '000006040000000000' + '000300000064',
    ],
    [
      'a window update',
      { type: 'WINDOW_UPDATE', stream: 3, increment: 1000 },
      '000004080000000003' + '000003e8',
    ],
    [
      'data with padding',
      { type: 'DATA', stream: 1, endStream: true, padding: 2, data: Uint8Array.of(0xaa) },
      '000004000900000001' + '02aa0000',
    ],
    [
      'headers with a priority',
      {
        type: 'HEADERS',
        stream: 5,
        endStream: false,
        endHeaders: true,
        priority: { exclusive: true, dependency: 3, weight: 16 },
        fragment: Uint8Array.of(0x82),
      },
      '000006012400000005' + '800000030f82',
    ],
    ['a reset', { type: 'RST_STREAM', stream: 7, error: 8 }, '000004030000000007' + '00000008'],
    [
      'a going away',
      { type: 'GOAWAY', lastStream: 7, error: 0, debug: new Uint8Array() },
      '000008070000000000' + '0000000700000000',
    ],
  ];
  it.each(layouts)('%s is laid out as RFC 9113 section 6 draws it', (_, frame, hex) => {
    expect(toHex(encodeHttp2Frame(frame))).toBe(hex);
    expect(decoded(fromHex(hex)).frame).toEqual(frame);
  });

  it('of any type is read as it was written', () => {
    fc.assert(
      fc.property(http2Frames, (frame) => {
        const bytes = encodeHttp2Frame(frame);
        expect(decoded(bytes)).toMatchObject({ frame, offset: 0, length: bytes.length });
      }),
      { numRuns: 500 },
    );
  });

  it('is refused at its end wherever it is cut off', () => {
    fc.assert(
      fc.property(http2Frames, (frame) => {
        const bytes = encodeHttp2Frame(frame);
        for (let length = 0; length < bytes.length; length += 1)
          expect(decodeHttp2Frame(bytes.subarray(0, length))).toMatchObject({
            ok: false,
            error: { at: length },
          });
      }),
    );
  });

  it.each([
    ['000000000000000000', 5, 'a stream above 0'],
    ['000000040100000001', 5, 'stream 0'],
    ['000001040000000000ff', 0, 'a multiple of 6 bytes'],
    ['000006040100000000000300000064', 0, '0 bytes in an acknowledgment'],
    ['000003030000000001000000', 0, '4 bytes'],
    ['00000408000000000100000000', 9, '1 to 2^31 - 1'],
    ['00000200080000000102aa', 0, 'at most 2 bytes'],
    ['000001012000000001ff', 0, 'at most 1 bytes'],
    ['00000706000000000000000000000000', 0, '8 bytes'],
    ['004001000000000001', 0, 'at most 16384 bytes'],
  ])('%s is refused at byte %d: allowed is %s', (hex, at, allowed) => {
    expect(decodeHttp2Frame(fromHex(hex))).toMatchObject({ ok: false, error: { at, allowed } });
  });

  it('is read or refused, whatever its bytes', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 60 }), mutated(http2Frames.map(encodeHttp2Frame)));
    fc.assert(
      fc.property(bytes, (given) => {
        const read = decodeHttp2Frame(given);
        expect(read.ok ? read.value.length : read.error.at).toBeLessThanOrEqual(given.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('has a reserved bit that nobody reads', () => {
    expect(decoded(fromHex('0000040800' + '80000003' + '80000001')).frame).toEqual({
      type: 'WINDOW_UPDATE',
      stream: 3,
      increment: 1,
    });
  });
});

describe('a reader of a connection', () => {
  it('finds every frame, however its bytes are cut', () => {
    const given = fc.tuple(
      fc.array(http2Frames, { maxLength: 8 }),
      fc.array(fc.nat({ max: 40 }), { maxLength: 30 }),
    );
    fc.assert(
      fc.property(given, fc.boolean(), ([frames, cuts], client) => {
        const bytes = [...(client ? latin1Bytes(http2Preface) : [])];
        const offsets = frames.map((frame) => {
          const offset = bytes.length;
          bytes.push(...encodeHttp2Frame(frame));
          return offset;
        });
        const reader = new Http2FrameReader(client);
        const found: PlacedHttp2Frame[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          const read = reader.push(Uint8Array.from(bytes.slice(at, at + cut)));
          if (!read.ok) throw new Error(read.error.what);
          found.push(...read.value);
          at = Math.min(bytes.length, at + cut);
        }
        expect(found.map(({ frame }) => frame)).toEqual(frames);
        expect(found.map(({ offset }) => offset)).toEqual(offsets);
      }),
    );
  });

  it('tells the place of an error in the whole connection', () => {
    const reader = new Http2FrameReader(true);
    reader.push(latin1Bytes(http2Preface));
    reader.push(fromHex('000000040100000000'));
    expect(reader.push(fromHex('000000000000000000'))).toMatchObject({
      ok: false,
      error: { at: 24 + 9 + 5 },
    });
  });

  it('knows at once what is no preface', () => {
    expect(new Http2FrameReader(true).push(latin1Bytes('GET'))).toMatchObject({
      ok: false,
      error: { at: 0 },
    });
  });
});
