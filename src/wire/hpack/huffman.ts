import { type Decoded, refuse } from '../encoding/decoded';
import { huffmanLengths } from './huffman-lengths';

/** HPACK's static Huffman code: RFC 7541 section 5.2 and appendix B. */

const longestCode = 30;
const endOfString = 256;

interface CanonicalCode {
  /** By symbol. */
  readonly codes: readonly number[];
  /** Symbols in order of their codes. */
  readonly symbols: readonly number[];
  /** By length in bits: the first code of that length, how many there are, and where they begin in `symbols`. */
  readonly first: readonly number[];
  readonly count: readonly number[];
  readonly start: readonly number[];
}

function canonicalCode(lengths: readonly number[]): CanonicalCode {
  const codes: number[] = [];
  const symbols: number[] = [];
  const first: number[] = [];
  const count: number[] = [];
  const start: number[] = [];
  let code = 0;
  for (let length = 0; length <= longestCode; length += 1) {
    first[length] = code;
    start[length] = symbols.length;
    for (let symbol = 0; symbol < lengths.length; symbol += 1)
      if (lengths[symbol] === length) {
        codes[symbol] = code;
        symbols.push(symbol);
        code += 1;
      }
    count[length] = symbols.length - start[length]!;
    code *= 2;
  }
  return { codes, symbols, first, count, start };
}

const canonical = canonicalCode(huffmanLengths);

/** The code of a symbol (an octet, or 256: EOS), and its length in bits. */
export function huffmanCode(symbol: number): { readonly code: number; readonly bits: number } {
  return { code: canonical.codes[symbol]!, bits: huffmanLengths[symbol]! };
}

/** Bytes that a text takes in Huffman code. */
export function huffmanLength(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) bits += huffmanLengths[text.charCodeAt(at) & 255]!;
  return Math.ceil(bits / 8);
}

/** Appends a text (ISO 8859-1) in Huffman code, its last byte filled with the first bits of EOS. */
export function pushHuffman(bytes: number[], text: string): void {
  let held = 0;
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const { code, bits: more } = huffmanCode(text.charCodeAt(at) & 255);
    // At most 7 + 30 bits are held: more than the 32 of bitwise operators.
    held = held * 2 ** more + code;
    bits += more;
    while (bits >= 8) {
      bits -= 8;
      bytes.push(Math.floor(held / 2 ** bits));
      held %= 2 ** bits;
    }
  }
  if (bits > 0) bytes.push((held << (8 - bits)) | (0xff >> bits));
}

/** Reads the text whose Huffman code is `bytes[from, to)`. */
export function decodeHuffman(bytes: Uint8Array, from: number, to: number): Decoded<string> {
  let text = '';
  let code = 0;
  let length = 0;
  for (let bit = from * 8; bit < to * 8; bit += 1) {
    code = code * 2 + ((bytes[bit >> 3]! >> (7 - (bit & 7))) & 1);
    length += 1;
    const index = code - canonical.first[length]!;
    if (index >= canonical.count[length]!) continue;
    const symbol = canonical.symbols[canonical.start[length]! + index]!;
    // RFC 7541 section 5.2: a string that contains EOS is a decoding error.
    if (symbol === endOfString) return refuse(bit >> 3, 'the symbol EOS', 'codes of octets');
    text += String.fromCharCode(symbol);
    code = 0;
    length = 0;
  }
  // RFC 7541 section 5.2: padding is at most 7 bits, the first ones of EOS, which are all ones.
  if (length > 7) return refuse(to - 1, `${length} bits of padding`, 'at most 7');
  if (code !== 2 ** length - 1) return refuse(to - 1, 'padding that is not the beginning of EOS', 'ones');
  return { ok: true, value: text };
}
