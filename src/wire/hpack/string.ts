import { type Decoded, refuse } from '../encoding/decoded';
import { latin1Text } from '../encoding/octets';
import { decodeHuffman, huffmanLength, pushHuffman } from './huffman';
import { pushInteger, type Read, readInteger } from './integer';

/** String literals: RFC 7541 section 5.2; with another prefix than 7 bits RFC 9204 section 4.1.2. */

/**
 * Appends a text (ISO 8859-1): its length with a prefix of `prefix` bits, H in the bit before that, then its bytes.
 * `huffman`: in Huffman code wherever that is not longer.
 */
export function pushString(bytes: number[], text: string, huffman: boolean, prefix = 7, firstBits = 0): void {
  const coded = huffman ? huffmanLength(text) : Infinity;
  if (text.length > 0 && coded <= text.length) {
    pushInteger(bytes, firstBits | (1 << prefix), prefix, coded);
    pushHuffman(bytes, text);
    return;
  }
  pushInteger(bytes, firstBits, prefix, text.length);
  for (let at = 0; at < text.length; at += 1) bytes.push(text.charCodeAt(at) & 255);
}

/** Reads the string literal at `bytes[at]`. */
export function readString(bytes: Uint8Array, at: number, prefix = 7): Decoded<Read<string>> {
  const length = readInteger(bytes, at, prefix);
  if (!length.ok) return length;
  const from = length.value.end;
  const end = from + length.value.value;
  if (end > bytes.length)
    return refuse(bytes.length, `${bytes.length - from} bytes of a string of ${end - from}`, 'all of them');
  if (!(bytes[at]! & (1 << prefix))) return { ok: true, value: { value: latin1Text(bytes, from, end), end } };
  const text = decodeHuffman(bytes, from, end);
  return text.ok ? { ok: true, value: { value: text.value, end } } : text;
}
