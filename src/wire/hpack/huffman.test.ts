import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Text } from '../encoding/octets';
import { decodeHuffman, huffmanCode, huffmanLength, pushHuffman } from './huffman';
import { huffmanLengths } from './huffman-lengths';
import { fromHex, toHex } from './testing/hex';

function encoded(text: string): Uint8Array {
  const bytes: number[] = [];
  pushHuffman(bytes, text);
  return Uint8Array.from(bytes);
}

describe('the Huffman code', () => {
  it('has the codes of RFC 7541 appendix B', () => {
    expect(huffmanCode(0)).toEqual({ code: 0x1ff8, bits: 13 });
    expect(huffmanCode(48)).toEqual({ code: 0, bits: 5 });
    expect(huffmanCode(47)).toEqual({ code: 0x18, bits: 6 });
    expect(huffmanCode(249)).toEqual({ code: 0xffffffe, bits: 28 });
    expect(huffmanCode(256)).toEqual({ code: 0x3fffffff, bits: 30 });
  });

  it('is complete: every string of bits is the beginning of a code', () => {
    expect(huffmanLengths).toHaveLength(257);
    expect(huffmanLengths.reduce((sum, bits) => sum + 2 ** -bits, 0)).toBe(1);
  });

  it.each([
    ['www.example.com', 'f1e3c2e5f23a6ba0ab90f4ff'],
    ['private', 'aec3771a4b'],
    ['', ''],
  ])('of %j is %s', (text, hex) => {
    expect(toHex(encoded(text))).toBe(hex);
    expect(decodeHuffman(fromHex(hex), 0, hex.length / 2)).toEqual({ ok: true, value: text });
  });

  it('gives back any text, in as many bytes as were foretold', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
        const text = latin1Text(octets);
        const bytes = encoded(text);
        expect(bytes).toHaveLength(huffmanLength(text));
        expect(decodeHuffman(bytes, 0, bytes.length)).toEqual({ ok: true, value: text });
      }),
    );
  });

  it.each([
    ['3fffffff', 'the symbol EOS', 'fffffffc'],
    ['more than seven bits of padding', '11 bits of padding', '1fff'],
    ['padding of zeros', 'padding that is not the beginning of EOS', '18'],
  ])('is refused with %s', (_, what, hex) => {
    const bytes = fromHex(hex);
    expect(decodeHuffman(bytes, 0, bytes.length)).toMatchObject({ ok: false, error: { what } });
  });

  it('of any bytes is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const read = decodeHuffman(bytes, 0, bytes.length);
        // RFC 7541 section 5.2: one encoding a text, so what is read is written the same again.
        if (read.ok) expect(encoded(read.value)).toEqual(bytes);
        else expect(read.error.at).toBeLessThan(bytes.length);
      }),
    );
  });
});
