import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCryptography as cryptography } from '../../worker/node-cryptography';
import { decodePacketHead, encodeHeader, isProtected } from './header';
import { initialSecrets, packetKeys, updatedKeys } from './keys';
import type { PacketNumberLength } from './packet-number';
import { openPayload, sealPacket, unmaskHeader } from './protection';
import { fromHexadecimal } from './testing/hexadecimal';

const destination = fromHexadecimal('0102030405060708');
const [secret] = initialSecrets(cryptography, destination);
const keys = packetKeys(cryptography, secret);

function seal(
  packetNumber: number,
  packetNumberLength: PacketNumberLength,
  payload: Uint8Array,
  phase: 0 | 1 = 0,
) {
  const numbers = { packetNumber, packetNumberLength };
  const header = encodeHeader(
    { name: '1-RTT', destination, spin: false, keyPhase: phase, ...numbers },
    payload.length + 16,
  );
  return sealPacket(cryptography, keys, header, packetNumber, packetNumberLength, payload);
}

/** The frames of a packet, or why there are none. */
function open(packet: Uint8Array, largest: number, under = keys): Uint8Array | string {
  const head = decodePacketHead(packet, 0, 8);
  if (!head.ok) return head.error.what;
  if (!isProtected(head.value)) return head.value.name;
  const unmasked = unmaskHeader(cryptography, under, packet, head.value, largest);
  if (!unmasked.ok) return unmasked.error.what;
  const payload = openPayload(cryptography, under, packet, head.value, unmasked.value);
  return payload.ok ? payload.value : payload.error.what;
}

describe('a protected packet', () => {
  const payloads = fc.uint8Array({ minLength: 3, maxLength: 200 });

  it('opens to what was sealed', () => {
    fc.assert(
      fc.property(
        payloads,
        fc.nat(),
        fc.constantFrom<PacketNumberLength>(1, 2, 3, 4),
        (payload, number, length) => {
          expect(open(seal(number, length, payload), number - 1)).toEqual(payload);
        },
      ),
    );
  });

  it('is refused when any of its bits is changed', () => {
    const packet = seal(
      5,
      2,
      Uint8Array.from({ length: 20 }, (_, at) => at),
    );
    for (let bit = 0; bit < packet.length * 8; bit += 1) {
      const changed = Uint8Array.from(packet);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(typeof open(changed, 4)).toBe('string');
    }
  });

  it('is refused when it is cut anywhere', () => {
    const packet = seal(5, 1, Uint8Array.of(1, 1, 1));
    for (let length = 0; length < packet.length; length += 1)
      expect(typeof open(packet.subarray(0, length), 4)).toBe('string');
  });

  it('is not made of frames too few for a sample', () => {
    expect(() => seal(0, 1, Uint8Array.of(1))).toThrow(RangeError);
    expect(seal(0, 4, new Uint8Array(0)).length).toBe(29);
  });
});

describe('a key update', () => {
  it('gives another key and IV, and keeps the header protection key', () => {
    const updated = updatedKeys(cryptography, secret, 1);
    expect(updated.headerKey).toEqual(keys.headerKey);
    expect([updated.key, updated.iv]).not.toEqual([keys.key, keys.iv]);
  });

  it('leaves what was sealed before it closed to the new keys', () => {
    const packet = seal(3, 1, Uint8Array.of(1, 2, 3));
    expect(open(packet, 2, updatedKeys(cryptography, secret, 1))).toBe(
      'an authentication tag that does not fit',
    );
    expect(open(packet, 2, updatedKeys(cryptography, secret, 0))).toEqual(Uint8Array.of(1, 2, 3));
  });
});
