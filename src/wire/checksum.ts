/**
 * The Internet checksum, RFC 1071: one's complement of the one's complement sum of 16-bit words, the last odd byte
 * padded with a zero. Sums may be added up piece by piece as long as each piece but the last has an even length.
 */

/** Adds the 16-bit words of `bytes[from, to)` to a running sum; fold it with `finishChecksum`. */
export function addWords(bytes: Uint8Array, from: number, to: number, sum = 0): number {
  const even = from + ((to - from) & ~1);
  let total = sum;
  for (let at = from; at < even; at += 2) total += (bytes[at]! << 8) | bytes[at + 1]!;
  return even < to ? total + (bytes[even]! << 8) : total;
}

/** Folds the carries back in (RFC 1071 section 1) and takes the complement: what goes into the header. */
export function finishChecksum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}

/** The checksum of `bytes[from, to)`; 0 over data that holds its own, correct checksum. */
export function internetChecksum(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return finishChecksum(addWords(bytes, from, to));
}
