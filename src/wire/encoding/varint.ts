import { type Decoded, refuse } from './decoded';
import { read16, read32, write16, write32 } from './octets';

/** Variable-length integers, RFC 9000 section 16: the first two bits tell whether 1, 2, 4 or 8 bytes hold the value. */

export type VarintLength = 1 | 2 | 4 | 8;

export interface Varint {
  readonly value: number;
  /** Bytes that it took. */
  readonly length: VarintLength;
}

/** The largest value that the format has: 2^62 - 1. */
export const largestVarint = 2n ** 62n - 1n;

/** Bytes that the shortest encoding of a value takes. Throws a RangeError for what is no whole number from 0 to 2^53 - 1. */
export function varintLength(value: number): VarintLength {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`no varint: ${value}`);
  if (value < 0x40) return 1;
  if (value < 0x4000) return 2;
  return value < 0x40000000 ? 4 : 8;
}

/**
 * Writes a value at `target[at]` and returns the bytes taken: the fewest, or `length` of them where a fixed width is
 * wanted (RFC 9000 section 16 allows any that fits). Throws a RangeError where the value does not fit.
 */
export function writeVarint(
  target: Uint8Array,
  at: number,
  value: number,
  length: VarintLength = varintLength(value),
): VarintLength {
  if (varintLength(value) > length) throw new RangeError(`${value} in a varint of ${length} bytes`);
  if (length === 1) target[at] = value;
  else if (length === 2) write16(target, at, value | 0x4000);
  else if (length === 4) write32(target, at, value + 0x80000000);
  else {
    write32(target, at, Math.floor(value / 0x100000000) + 0xc0000000);
    write32(target, at + 4, value % 0x100000000);
  }
  return length;
}

/** A value in bytes of its own; see `writeVarint`. */
export function encodeVarint(value: number, length: VarintLength = varintLength(value)): Uint8Array {
  const bytes = new Uint8Array(length);
  writeVarint(bytes, 0, value, length);
  return bytes;
}

/** Bytes of the varint that begins with such a byte. */
export function varintLengthOf(firstByte: number): VarintLength {
  return (1 << (firstByte >>> 6)) as VarintLength;
}

/** Reads the varint at `bytes[at]`; refused where it is cut off, or above 2^53 - 1, which numbers no longer hold exactly. */
export function decodeVarint(bytes: Uint8Array, at = 0): Decoded<Varint> {
  const length = varintLengthAt(bytes, at);
  if (!length.ok) return length;
  if (length.value < 8) return { ok: true, value: { value: shortValue(bytes, at), length: length.value } };
  const high = read32(bytes, at) - 0xc0000000;
  if (high > 0x1fffff) return refuse(at, 'a varint above 2^53 - 1', 'at most 2^53 - 1');
  return { ok: true, value: { value: high * 0x100000000 + read32(bytes, at + 4), length: 8 } };
}

/** Reads the varint at `bytes[at]` whatever its size, up to 2^62 - 1. */
export function decodeLargeVarint(
  bytes: Uint8Array,
  at = 0,
): Decoded<{ readonly value: bigint; readonly length: VarintLength }> {
  const length = varintLengthAt(bytes, at);
  if (!length.ok) return length;
  if (length.value < 8)
    return { ok: true, value: { value: BigInt(shortValue(bytes, at)), length: length.value } };
  const value = (BigInt(read32(bytes, at) - 0xc0000000) << 32n) | BigInt(read32(bytes, at + 4));
  return { ok: true, value: { value, length: 8 } };
}

function varintLengthAt(bytes: Uint8Array, at: number): Decoded<VarintLength> {
  if (at >= bytes.length) return refuse(at, 'no byte left', 'a varint of 1 to 8 bytes');
  const length = varintLengthOf(bytes[at]!);
  if (at + length > bytes.length)
    return refuse(at, `${bytes.length - at} bytes of a varint of ${length}`, `${length} bytes`);
  return { ok: true, value: length };
}

/** The value of a varint of 1, 2 or 4 bytes. */
function shortValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x40) return first;
  return first < 0x80 ? read16(bytes, at) & 0x3fff : read32(bytes, at) - 0x80000000;
}
