import { write32 } from '../encoding/octets';

/** What the bytes are for: the same numbers give other bytes for another purpose. */
export const Purpose = { connectionId: 1, resetToken: 2, newToken: 3, retryToken: 4, pathData: 5 } as const;
export type Purpose = (typeof Purpose)[keyof typeof Purpose];

/** Stirs a number into a hash of 32 bits: each bit of either changes about half of the result's. */
function stir(hash: number, value: number): number {
  let mixed = (hash ^ Math.imul(value, 0x9e3779b1)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b) >>> 0;
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * Bytes that look random and follow from a run's seed and what they are for: identifiers and tokens, which are secret to
 * nobody here. No cryptography is in them.
 */
export function derivedBytes(
  length: number,
  purpose: Purpose,
  seed: number,
  ...numbers: readonly number[]
): Uint8Array {
  let state = stir(purpose, seed);
  for (const number of numbers) state = stir(state + 1, number);
  const words = new Uint8Array(Math.ceil(length / 4) * 4);
  for (let at = 0; at < words.length; at += 4) write32(words, at, stir(state, at + 1));
  return words.subarray(0, length);
}
