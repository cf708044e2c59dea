import type { Cryptography } from './cryptography';
import { latin1Bytes } from '../encoding/octets';
import { hkdfExpand, hkdfExtract } from './hkdf';

/**
 * What a real host would take from its source of randomness: randoms, private keys, tickets. Made of the run's seed and
 * a label, so that the same run has the same bytes.
 */
export class SeededBytes {
  private readonly secret: Uint8Array;

  constructor(
    private readonly cryptography: Cryptography,
    seed: number,
  ) {
    const seedBytes = Uint8Array.of(seed >>> 24, seed >>> 16, seed >>> 8, seed);
    this.secret = hkdfExtract(cryptography, latin1Bytes('Hoplab'), seedBytes);
  }

  /** `length` bytes that no other label gives. */
  bytes(label: string, length: number): Uint8Array {
    return hkdfExpand(this.cryptography, this.secret, latin1Bytes(label), length);
  }
}
