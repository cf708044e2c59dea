/**
 * A keyed hash of a few 32-bit numbers into 32 bits: what RFC 6528's F and SYN cookies need of one in a lab, where nobody guesses.
 * It is not cryptographic.
 */
export function keyedHash(secret: number, first: number, second: number, third = 0, fourth = 0): number {
  let mixed = stir(secret ^ first, second);
  mixed = stir(mixed, third);
  mixed = stir(mixed, fourth);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function stir(mixed: number, part: number): number {
  const stirred = Math.imul(mixed ^ part ^ (mixed >>> 15), 0x2c1b3c6d);
  return Math.imul(stirred ^ (stirred >>> 12), 0x297a2d39);
}
