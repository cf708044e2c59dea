import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeEthernet,
  encodeEthernet,
  formatMacAddress,
  macAddressBytes,
  portMacAddress,
} from './ethernet';
import { ethernetFrames, mutated } from './testing/arbitraries';
import { kernelSyn } from './testing/kernel-frames';

describe('Ethernet', () => {
  it('reads a captured frame', () => {
    const frame = decodeEthernet(kernelSyn);
    expect(frame).toMatchObject({
      ok: true,
      value: { header: { destination: 0x46f81c5ab06e, source: 0x3acb661d361e, etherType: 0x0800 } },
    });
  });

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(ethernetFrames, (frame) => {
        expect(decodeEthernet(encodeEthernet(frame))).toEqual({ ok: true, value: frame });
      }),
    );
  });

  it('refuses every truncation of a header, and says how much there was', () => {
    for (let length = 0; length < 14; length += 1)
      expect(decodeEthernet(kernelSyn.subarray(0, length))).toMatchObject({
        ok: false,
        error: { at: length },
      });
  });

  it('refuses an IEEE 802.3 length where a type should be', () => {
    const bytes = Uint8Array.from(kernelSyn);
    bytes.set([0x05, 0xdc], 12);
    expect(decodeEthernet(bytes)).toMatchObject({
      ok: false,
      error: { at: 12, what: 'a length field of 1500' },
    });
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 40 }), mutated(ethernetFrames.map(encodeEthernet))),
        (bytes) => {
          expect(typeof decodeEthernet(bytes).ok).toBe('boolean');
        },
      ),
    );
  });

  it('gives the ends of a link addresses that name link and end, locally administered', () => {
    expect(formatMacAddress(portMacAddress(0, 0))).toBe('02:00:00:00:01:0a');
    expect(formatMacAddress(portMacAddress(299, 1))).toBe('02:00:00:01:2c:0b');
  });

  it('gives an address as its six bytes', () => {
    expect([...macAddressBytes(0x0200000001ff)]).toEqual([2, 0, 0, 0, 1, 255]);
  });
});
