import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutated } from '../testing/arbitraries';
import { decodePacketHead, encodeHeader, encodeVersionNegotiation, type ProtectedHeader } from './header';
import type { PacketNumberLength } from './packet-number';
import { fromHexadecimal } from './testing/hexadecimal';
import { clientPacket, retryPacket, serverPacket } from './testing/rfc9001-samples';

const ids = fc.uint8Array({ maxLength: 20 });
const longHeaders = fc.record({
  name: fc.constantFrom('Initial' as const, '0-RTT' as const, 'Handshake' as const),
  destination: ids,
  source: ids,
  token: fc.uint8Array({ maxLength: 100 }),
  packetNumber: fc.nat(),
  packetNumberLength: fc.constantFrom<PacketNumberLength>(1, 2, 3, 4),
});

function withPayload(header: ProtectedHeader, payloadBytes: number): Uint8Array {
  const bytes = encodeHeader(header, payloadBytes);
  const packet = new Uint8Array(bytes.length + payloadBytes);
  packet.set(bytes);
  return packet;
}

describe('a long header', () => {
  it('is read back up to its packet number, and tells where the packet ends', () => {
    fc.assert(
      fc.property(longHeaders, fc.integer({ min: 20, max: 1500 }), (header, payloadBytes) => {
        const packet = withPayload(header, payloadBytes);
        const datagram = new Uint8Array(packet.length + 7);
        datagram.set(packet);
        const head = decodePacketHead(datagram, 0, 8);
        expect(head.ok && head.value).toMatchObject({
          name: header.name,
          destination: header.destination,
          source: header.source,
          token: header.name === 'Initial' ? header.token : new Uint8Array(0),
          packetNumberAt: packet.length - payloadBytes - header.packetNumberLength,
          end: packet.length,
        });
      }),
    );
  });

  it.each([
    ['of another version', 'c0 00000002 00 00 00 41 00', 'version 0x2'],
    ['without its Fixed Bit', '80 00000001 00 00 00 41 00', 'a Fixed Bit of 0'],
    ['with an id of 21 bytes', 'c0 00000001 15', 'a Destination Connection ID of 21 bytes'],
    ['whose Length goes beyond the datagram', 'c0 00000001 00 00 00 02 00', 'Packet Payload: 1 bytes left'],
  ])('%s is refused', (_, text, what) => {
    const head = decodePacketHead(fromHexadecimal(text), 0, 8);
    expect(!head.ok && head.error.what).toBe(what);
  });

  it('is refused when its packet is cut anywhere', () => {
    for (const packet of [clientPacket, serverPacket])
      for (let length = 0; length < packet.length; length += 1)
        expect(decodePacketHead(packet.subarray(0, length), 0, 8).ok).toBe(false);
  });
});

describe('a short header', () => {
  it('has a connection id whose length only the receiver knows', () => {
    const destination = fromHexadecimal('0102030405060708');
    const numbers = { packetNumber: 7, packetNumberLength: 2 } as const;
    const packet = withPayload({ name: '1-RTT', destination, spin: true, keyPhase: 1, ...numbers }, 30);
    const head = decodePacketHead(packet, 0, 8);
    expect(head.ok && head.value).toMatchObject({ name: '1-RTT', destination, packetNumberAt: 9, end: 41 });
    expect(packet[0]).toBe(0b0110_0101);
  });

  it('that ends within its connection id is refused', () => {
    expect(decodePacketHead(fromHexadecimal('40 0102'), 0, 8).ok).toBe(false);
  });
});

describe('Version Negotiation', () => {
  const packet = encodeVersionNegotiation({
    name: 'Version Negotiation',
    destination: fromHexadecimal('aabb'),
    source: fromHexadecimal('cc'),
    versions: [1, 0x6b3343cf],
  });

  it('is told by a version of 0, and lists what the server speaks', () => {
    const head = decodePacketHead(packet, 0, 8);
    expect(head.ok && head.value).toMatchObject({ name: 'Version Negotiation', versions: [1, 0x6b3343cf] });
  });

  it('that lists nothing, or half a version, is refused', () => {
    expect(decodePacketHead(packet.subarray(0, packet.length - 8), 0, 8).ok).toBe(false);
    expect(decodePacketHead(packet.subarray(0, packet.length - 2), 0, 8).ok).toBe(false);
  });
});

it('a Retry packet without a token is refused', () => {
  const withoutToken = Uint8Array.from([...retryPacket.subarray(0, 15), ...retryPacket.subarray(20)]);
  const head = decodePacketHead(withoutToken, 0, 8);
  expect(!head.ok && head.error.allowed).toBe('a token and the 16 bytes of its tag');
});

it('no packet, whatever its bytes, is read beyond its end', () => {
  const packets = fc.oneof(
    mutated(fc.constantFrom(clientPacket, serverPacket, retryPacket)),
    fc.uint8Array({ maxLength: 80 }),
  );
  fc.assert(
    fc.property(packets, (bytes) => {
      const head = decodePacketHead(bytes, 0, 8);
      if (head.ok) expect(head.value.end).toBeLessThanOrEqual(bytes.length);
      else expect(head.error.at).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 500 },
  );
});
