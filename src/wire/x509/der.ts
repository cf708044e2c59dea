import { latin1Bytes } from '../encoding/octets';

/** ASN.1 in the Distinguished Encoding Rules (ITU-T X.690), as far as a certificate needs it: all values are bytes. */

const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  ia5String: 0x16,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const;

/** A value behind its tag and length, which takes as few bytes as it can. */
function tagged(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  const header = [tag, ...lengthBytes(length)];
  const value = new Uint8Array(header.length + length);
  value.set(header);
  let at = header.length;
  for (const part of contents) {
    value.set(part, at);
    at += part.length;
  }
  return value;
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let left = length; left > 0; left >>>= 8) bytes.unshift(left & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

export const sequence = (...items: readonly Uint8Array[]) => tagged(Tag.sequence, ...items);
export const set = (...items: readonly Uint8Array[]) => tagged(Tag.set, ...items);
export const octetString = (bytes: Uint8Array) => tagged(Tag.octetString, bytes);
export const utf8String = (text: string) => tagged(Tag.utf8String, latin1Bytes(text));
export const ia5String = (text: string) => tagged(Tag.ia5String, latin1Bytes(text));
/** `YYMMDDHHMMSSZ`. */
export const utcTime = (text: string) => tagged(Tag.utcTime, latin1Bytes(text));
export const trueValue = tagged(Tag.boolean, Uint8Array.of(0xff));

/** A number that is not negative, in network byte order; its first byte must not be 0. */
export function integer(bytes: Uint8Array): Uint8Array {
  // A first bit that is set would make it negative.
  return bytes[0]! & 0x80 ? tagged(Tag.integer, Uint8Array.of(0), bytes) : tagged(Tag.integer, bytes);
}

/** Bits, of which the last `unused` are left out. */
export function bitString(bytes: Uint8Array, unused = 0): Uint8Array {
  return tagged(Tag.bitString, Uint8Array.of(unused), bytes);
}

/** `2.5.29.17`; each arc base 128 (X.690 section 8.19). */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const contents = [first * 40 + second, ...rest].flatMap((arc) => {
    const septets = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) septets.unshift((left & 0x7f) | 0x80);
    return septets;
  });
  return tagged(Tag.objectIdentifier, Uint8Array.from(contents));
}

/** A value with a context-specific tag: `constructed` where it wraps other values. */
export function contextual(number: number, constructed: boolean, ...contents: Uint8Array[]): Uint8Array {
  return tagged(0x80 | (constructed ? 0x20 : 0) | number, ...contents);
}
