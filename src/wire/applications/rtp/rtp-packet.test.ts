import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRtp, encodeRtpHeader, type RtpHeader } from './rtp-packet';
import { mutated } from '../../testing/arbitraries';

const word32 = fc.integer({ min: 0, max: 0xffffffff });
const headers: fc.Arbitrary<RtpHeader> = fc.record({
  payloadType: fc.integer({ min: 0, max: 127 }),
  marker: fc.boolean(),
  sequence: fc.integer({ min: 0, max: 0xffff }),
  timestamp: word32,
  source: word32,
  contributors: fc.array(word32, { maxLength: 15 }),
});

describe('an RTP packet', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(headers, fc.uint8Array({ maxLength: 50 }), (header, payload) => {
        const head = encodeRtpHeader(header);
        const decoded = decodeRtp(Uint8Array.from([...head, ...payload]));
        expect(decoded).toEqual({
          ok: true,
          value: { header, headerBytes: head.length, payload, paddingBytes: 0 },
        });
      }),
    );
  });

  it('has an extension and padding around its payload', () => {
    const head = [0xb0, 0x60, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
    const extension = [0xbe, 0xde, 0, 1, 9, 9, 9, 9];
    const decoded = decodeRtp(Uint8Array.from([...head, ...extension, 7, 8, 0, 0, 3]));
    expect(
      decoded.ok && [decoded.value.headerBytes, decoded.value.payload, decoded.value.paddingBytes],
    ).toEqual([20, Uint8Array.of(7, 8), 3]);
  });

  it('survives every truncation and any change', () => {
    fc.assert(
      fc.property(mutated(headers.map(encodeRtpHeader)), (bytes) => {
        for (let length = 0; length <= bytes.length; length += 1) {
          const decoded = decodeRtp(bytes.subarray(0, length));
          if (decoded.ok) expect(decoded.value.headerBytes).toBeLessThanOrEqual(length);
          else expect(decoded.error.at).toBeLessThanOrEqual(length);
        }
      }),
    );
  });
});
