import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutated, pseudoHeaders } from './testing/arbitraries';
import { decodeUdp, encodeUdp, udpChecksum } from './udp';

const port = fc.integer({ min: 0, max: 0xffff });
const datagrams = fc.record({
  header: fc.record({ sourcePort: port, destinationPort: port }),
  payload: fc.uint8Array({ maxLength: 200 }),
});
const between = { source: 0x0a000001, destination: 0x0a000002 };

describe('a UDP datagram', () => {
  it('comes back as it was written, its checksum right', () => {
    fc.assert(
      fc.property(datagrams, pseudoHeaders, (datagram, pseudo) => {
        const bytes = encodeUdp(datagram, pseudo);
        const decoded = decodeUdp(bytes);
        expect(decoded.ok && decoded.value).toMatchObject({ ...datagram, length: bytes.length });
        expect(decoded.ok && decoded.value.checksum).toBe(udpChecksum(bytes, 0, bytes.length, pseudo));
      }),
    );
  });

  it('whose sum is 0 has a checksum of all ones (RFC 768)', () => {
    // 0x0a00 + 1 + 0x0a00 + 2 + 17 + 10 twice (pseudo header, Length), and a payload that fills up to 0xffff.
    const rest = 0xffff - (0x0a00 + 0x0001 + 0x0a00 + 0x0002 + 17 + 10 + 10);
    const payload = Uint8Array.of(rest >>> 8, rest & 0xff);
    const bytes = encodeUdp({ header: { sourcePort: 0, destinationPort: 0 }, payload }, between);
    expect([bytes[6], bytes[7]]).toEqual([0xff, 0xff]);
  });

  it('survives every truncation and any change', () => {
    fc.assert(
      fc.property(mutated(datagrams.map((datagram) => encodeUdp(datagram, between))), (bytes) => {
        for (let length = 0; length <= bytes.length; length += 1) {
          const decoded = decodeUdp(bytes.subarray(0, length));
          if (decoded.ok) expect(decoded.value.payload.length).toBeLessThanOrEqual(length - 8);
          else expect(decoded.error.at).toBeLessThanOrEqual(length);
        }
      }),
    );
  });
});
