import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TcpFlag } from '../shared/trace/packet';
import { type DecodedTcp, decodeTcp, encodeTcp, tcpChecksum } from './tcp';
import { mutated, pseudoHeaders, tcpSegments } from './testing/arbitraries';
import { kernelData, kernelSyn, kernelSynAck } from './testing/kernel-frames';

const client = 0xc0000281;
const server = 0xc0000282;

function decoded(bytes: Uint8Array): DecodedTcp {
  const segment = decodeTcp(bytes);
  if (!segment.ok) throw new Error(segment.error.what);
  return segment.value;
}

describe('TCP', () => {
  it("reads a captured SYN with its options in the kernel's order", () => {
    const segment = decoded(kernelSyn.subarray(34));
    expect(segment.header).toMatchObject({ sourcePort: 57852, destinationPort: 8080, flags: TcpFlag.syn });
    expect(segment.header.options).toEqual([
      { name: 'maximum-segment-size', size: 1460 },
      { name: 'sack-permitted' },
      { name: 'timestamps', value: 0x569fd8ec, echo: 0 },
      { name: 'no-operation' },
      { name: 'window-scale', shift: 10 },
    ]);
  });

  it.each([
    ['SYN', kernelSyn, client, server],
    ['SYN-ACK', kernelSynAck, server, client],
    ['data', kernelData, client, server],
  ])('writes a captured %s again byte for byte, checksum and all', (_, frame, source, destination) => {
    const bytes = frame.subarray(34);
    const { header, payload } = decoded(bytes);
    expect(encodeTcp({ header, payload }, { source, destination })).toEqual(Uint8Array.from(bytes));
  });

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(tcpSegments, pseudoHeaders, (written, pseudo) => {
        const bytes = encodeTcp(written, pseudo);
        const { header, payload, checksum } = decoded(bytes);
        expect({ header, payload }).toEqual(written);
        expect(checksum).toBe(tcpChecksum(bytes, 0, bytes.length, pseudo));
      }),
    );
  });

  it('covers the addresses with its checksum', () => {
    const bytes = kernelData.subarray(34);
    expect(tcpChecksum(bytes, 0, bytes.length, { source: client, destination: server })).toBe(0x70e3);
    expect(tcpChecksum(bytes, 0, bytes.length, { source: client, destination: server + 1 })).not.toBe(0x70e3);
  });

  it('refuses every truncation of a header', () => {
    for (let length = 34; length < kernelSyn.length; length += 1)
      expect(decodeTcp(kernelSyn.subarray(34, length))).toMatchObject({ ok: false });
  });

  it.each([
    ['a Data Offset below 5 words', 12, [0x40], { at: 12, what: 'a Data Offset of 16 bytes' }],
    ['a Data Offset over the end', 12, [0xf0], { at: 12, what: 'a Data Offset of 60 bytes' }],
    ['an option length of 1', 21, [1], { at: 20, what: 'option 2 with length 1' }],
    ['an option that runs over the header', 36, [254, 60], { at: 36, what: 'option 254 with length 60' }],
    ['an option cut off behind its kind', 36, [1, 1, 1, 254], { at: 39, what: 'option 254 with length 0' }],
    ['an MSS of 3 bytes', 21, [3], { at: 20, allowed: 'the length that its specification gives' }],
  ])('says what is wrong with %s', (_, at, values, error) => {
    const bytes = Uint8Array.from(kernelSyn.subarray(34));
    bytes.set(values, at);
    expect(decodeTcp(bytes)).toMatchObject({ ok: false, error });
  });

  it('refuses to write options longer than a header can be', () => {
    const { header, payload } = decoded(kernelSyn.subarray(34));
    const long = Array.from({ length: 5 }, () => ({ name: 'timestamps', value: 0, echo: 0 }) as const);
    expect(() =>
      encodeTcp({ header: { ...header, options: long }, payload }, { source: 1, destination: 2 }),
    ).toThrow(RangeError);
  });

  it('never throws, whatever it is given', () => {
    const written = fc
      .tuple(tcpSegments, pseudoHeaders)
      .map(([segment, pseudo]) => encodeTcp(segment, pseudo));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), mutated(written)), (bytes) => {
        const segment = decodeTcp(bytes);
        if (segment.ok) expect(segment.value.headerBytes).toBeLessThanOrEqual(bytes.length);
        else expect(segment.error.at).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads every truncation of arbitrary segments or refuses it', () => {
    fc.assert(
      fc.property(tcpSegments, pseudoHeaders, (segment, pseudo) => {
        const bytes = encodeTcp(segment, pseudo);
        const headerBytes = bytes.length - segment.payload.length;
        for (let length = 0; length < bytes.length; length += 1)
          expect(decodeTcp(bytes.subarray(0, length)).ok).toBe(length >= headerBytes);
      }),
      { numRuns: 50 },
    );
  });
});
