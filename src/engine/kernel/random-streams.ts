import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** One seeded stream of random numbers. */
export interface RandomStream {
  /** An integer from 0 to 2^32 - 1. */
  unsigned32(): number;
  /** A number from 0 (included) to 1 (excluded), of 32 bits. */
  fraction(): number;
}

/**
 * The stream of a name under a seed: each random thing has one of its own (`link/wan/0/loss`), so that a change in
 * one place does not shift what happens in another.
 */
export function randomStream(seed: number, name: string): RandomStream {
  const generator = xoroshiro128plus(mix(seed, name));
  const unsigned32 = () => generator.next() >>> 0;
  return { unsigned32, fraction: () => unsigned32() / 0x100000000 };
}

/** FNV-1a of the name, begun with the seed. */
function mix(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < name.length; index++)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193) >>> 0;
  return hash | 0;
}
