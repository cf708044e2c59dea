import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeIpv4, encodeIpv4, type DecodedIpv4, Ipv4Flag } from './ipv4';
import { ipv4Packets, mutated } from './testing/arbitraries';
import { kernelData, kernelSyn } from './testing/kernel-frames';

function decoded(bytes: Uint8Array): DecodedIpv4 {
  const packet = decodeIpv4(bytes);
  if (!packet.ok) throw new Error(packet.error.what);
  return packet.value;
}

describe('IPv4', () => {
  it('reads the header of a captured packet', () => {
    const packet = decoded(kernelSyn.subarray(14));
    expect(packet).toMatchObject({ totalLength: 60, headerChecksum: 0x01ae, expectedChecksum: 0x01ae });
    expect(packet.header).toMatchObject({
      identification: 0xb40a,
      flags: Ipv4Flag.dontFragment,
      timeToLive: 64,
      protocol: 6,
      source: 0xc0000281,
      destination: 0xc0000282,
    });
  });

  it('writes a captured packet again byte for byte', () => {
    for (const frame of [kernelSyn, kernelData]) {
      const bytes = frame.subarray(14);
      const { header, payload } = decoded(bytes);
      expect(encodeIpv4({ header, payload })).toEqual(Uint8Array.from(bytes));
    }
  });

  it('reads what it wrote, with a correct checksum', () => {
    fc.assert(
      fc.property(ipv4Packets, (written) => {
        const { header, payload, headerChecksum, expectedChecksum } = decoded(encodeIpv4(written));
        expect({ header, payload }).toEqual(written);
        expect(headerChecksum).toBe(expectedChecksum);
      }),
    );
  });

  it('leaves out padding behind Total Length', () => {
    fc.assert(
      fc.property(ipv4Packets, fc.uint8Array({ maxLength: 30 }), (written, padding) => {
        const bytes = encodeIpv4(written);
        const padded = new Uint8Array(bytes.length + padding.length);
        padded.set(bytes);
        padded.set(padding, bytes.length);
        expect(decoded(padded).payload).toEqual(written.payload);
      }),
    );
  });

  it('tells a header changed in any one bit by its checksum, or refuses it', () => {
    const bytes = Uint8Array.from(kernelSyn.subarray(14));
    for (let bit = 0; bit < 160; bit += 1) {
      const changed = Uint8Array.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const packet = decodeIpv4(changed);
      if (packet.ok) expect(packet.value.headerChecksum).not.toBe(packet.value.expectedChecksum);
    }
  });

  it('refuses every truncation', () => {
    const bytes = kernelData.subarray(14);
    for (let length = 0; length < bytes.length; length += 1)
      expect(decodeIpv4(bytes.subarray(0, length))).toMatchObject({ ok: false });
  });

  it.each([
    ['another version', 0, 0x65, { at: 0, what: 'Version 6', allowed: 'Version 4' }],
    ['a header too short', 0, 0x44, { at: 0, what: 'an Internet Header Length of 16 bytes' }],
    ['a length below its header', 3, 19, { at: 2, what: 'a Total Length of 19 bytes' }],
  ])('says what is wrong with %s', (_, at, value, error) => {
    const bytes = Uint8Array.from(kernelSyn.subarray(14));
    bytes[at] = value;
    expect(decodeIpv4(bytes)).toMatchObject({ ok: false, error });
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 80 }), mutated(ipv4Packets.map(encodeIpv4))),
        (bytes) => {
          const packet = decodeIpv4(bytes);
          if (packet.ok) expect(packet.value.payload.length).toBeLessThanOrEqual(bytes.length - 20);
          else expect(packet.error.at).toBeLessThanOrEqual(bytes.length);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
