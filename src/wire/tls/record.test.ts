import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TlsContentType } from '../../shared/trace/tls';
import { fromHex } from '../testing/kernel-frames';
import { decodeRecordHeader, encodeRecord, firstRecordVersion, legacyRecordVersion } from './record';

const types = fc.constantFrom(...Object.values(TlsContentType));

describe("a record's header", () => {
  it('is read as it was written, wherever it is', () => {
    const parts = fc.tuple(
      types,
      fc.constantFrom(firstRecordVersion, legacyRecordVersion),
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 9 }),
    );
    fc.assert(
      fc.property(parts, ([type, version, fragment, ahead]) => {
        const bytes = Uint8Array.of(...ahead, ...encodeRecord(type, version, fragment));
        const value = { type, version, length: fragment.length };
        expect(decodeRecordHeader(bytes, ahead.length)).toEqual({ ok: true, value });
      }),
    );
  });

  it.each([
    ['a truncation', '16030300', 0, "4 bytes of a record's header"],
    ['a content type that there is not', '1803030000', 0, 'content type 24'],
    ['a version of another protocol', '1602000000', 1, 'version 0x200'],
    ['a fragment that is too long', '1703034801', 3, 'a fragment of 18433 bytes'],
  ])('is refused for %s', (_, hex, at, what) => {
    expect(decodeRecordHeader(fromHex(hex))).toMatchObject({ ok: false, error: { at, what } });
  });

  it('never makes a reader throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.nat({ max: 14 }), (bytes, at) => {
        expect(() => decodeRecordHeader(bytes, at)).not.toThrow();
      }),
    );
  });
});
