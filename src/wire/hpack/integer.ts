import { type Decoded, refuse } from '../encoding/decoded';

/** Integers with a prefix of less than a byte: RFC 7541 section 5.1, which RFC 9204 section 4.1.1 takes over. */

/** What was read, and the offset behind it. */
export interface Read<Value> {
  readonly value: Value;
  readonly end: number;
}

/** What a number holds exactly; nothing in HPACK or QPACK counts as far (RFC 7541 section 7.4 wants a limit). */
const largest = Number.MAX_SAFE_INTEGER;

/** Appends a number whose first `prefix` bits share a byte with `firstBits`, which are already in their place. */
export function pushInteger(bytes: number[], firstBits: number, prefix: number, value: number): void {
  const full = 2 ** prefix - 1;
  if (value < full) {
    bytes.push(firstBits | value);
    return;
  }
  bytes.push(firstBits | full);
  let rest = value - full;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

/** Reads the number in the last `prefix` bits of `bytes[at]` and the bytes behind it. */
export function readInteger(bytes: Uint8Array, at: number, prefix: number): Decoded<Read<number>> {
  const full = 2 ** prefix - 1;
  if (at >= bytes.length) return refuse(at, 'no byte left', `an integer with a prefix of ${prefix} bits`);
  let value = bytes[at]! & full;
  if (value < full) return { ok: true, value: { value, end: at + 1 } };
  for (let next = at + 1, weight = 1; next < bytes.length; next += 1, weight *= 128) {
    const octet = bytes[next]!;
    value += (octet & 127) * weight;
    // Zeros in the longest of forms would let a number run on for ever.
    if (value > largest || weight > 2 ** 56)
      return refuse(at, 'an integer above 2^53 - 1', 'at most 2^53 - 1');
    if (octet < 128) return { ok: true, value: { value, end: next + 1 } };
  }
  return refuse(bytes.length, 'an integer that is cut off', 'a last byte below 128');
}
