import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type PacketNumberLength,
  packetNumberLength,
  recoverPacketNumber,
  writePacketNumber,
} from './packet-number';

describe('a packet number', () => {
  it.each([
    [0xac5c02, 0xabe8b3, 2],
    [0xace8fe, 0xabe8b3, 3],
    [0, undefined, 1],
    [127, undefined, 1],
    [128, undefined, 2],
    [0x80, 0, 1],
    [0x81, 0, 2],
  ])('%i with %s acknowledged takes %i bytes (RFC 9000 appendix A.2)', (number, acknowledged, length) => {
    expect(packetNumberLength(number, acknowledged)).toBe(length);
  });

  it('is recovered from its lowest bytes (RFC 9000 appendix A.3)', () => {
    expect(recoverPacketNumber(0xa82f30ea, 0x9b32, 2)).toBe(0xa82f9b32);
  });

  it('is refused when too many are outstanding', () => {
    expect(() => packetNumberLength(2 ** 40, 0)).toThrow(RangeError);
  });

  it('comes back whatever the receiver has seen since the last one that it acknowledged', () => {
    const cases = fc.record({
      acknowledged: fc.integer({ min: 0, max: 2 ** 45 }),
      outstanding: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      seen: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ acknowledged, outstanding, seen }) => {
        const number = acknowledged + outstanding;
        const length: PacketNumberLength = packetNumberLength(number, acknowledged);
        const bytes = new Uint8Array(length);
        writePacketNumber(bytes, 0, number, length);
        const truncated = bytes.reduce((value, byte) => value * 256 + byte, 0);
        const largest = acknowledged + Math.floor(seen * (outstanding - 1));
        expect(recoverPacketNumber(largest, truncated, length)).toBe(number);
      }),
    );
  });
});
