import { varintLength, writeVarint } from '../../encoding/varint';

/** Bytes that varints take, shortest encodings. */
export function varintsLength(...values: readonly number[]): number {
  let length = 0;
  for (const value of values) length += varintLength(value);
  return length;
}

/** Writes varints one behind the other; returns the bytes taken. */
export function writeVarints(target: Uint8Array, at: number, ...values: readonly number[]): number {
  let next = at;
  for (const value of values) next += writeVarint(target, next, value);
  return next - at;
}
