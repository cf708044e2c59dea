import { authenticationTagBytes, type Cryptography } from '../cryptography/cryptography';
import { encodeRetry, type RetryPacket } from './header';

/** The Retry Integrity Tag: RFC 9001 section 5.8. Key and nonce are the same for everybody. */

const retryKey = Uint8Array.of(
  ...[0xbe, 0x0c, 0x69, 0x0b, 0x9f, 0x66, 0x57, 0x5a],
  ...[0x1d, 0x76, 0x6b, 0x54, 0xe3, 0x68, 0xc8, 0x4e],
);
const retryNonce = Uint8Array.of(
  ...[0x46, 0x15, 0x99, 0xd3, 0x5d, 0x63],
  ...[0x2b, 0xf2, 0x23, 0x98, 0x25, 0xbb],
);

/** The tag of a Retry packet (given without it) in answer to a client that had sent to `originalDestination`. */
export function retryIntegrityTag(
  cryptography: Cryptography,
  originalDestination: Uint8Array,
  retry: Uint8Array,
): Uint8Array {
  const pseudoPacket = new Uint8Array(1 + originalDestination.length + retry.length);
  pseudoPacket[0] = originalDestination.length;
  pseudoPacket.set(originalDestination, 1);
  pseudoPacket.set(retry, 1 + originalDestination.length);
  return cryptography.aesGcmSeal(retryKey, retryNonce, pseudoPacket, new Uint8Array(0));
}

/** A whole Retry packet, its tag at the end. */
export function sealRetry(
  cryptography: Cryptography,
  originalDestination: Uint8Array,
  retry: Omit<RetryPacket, 'integrityTag'>,
): Uint8Array {
  const head = encodeRetry(retry);
  const packet = new Uint8Array(head.length + authenticationTagBytes);
  packet.set(head);
  packet.set(retryIntegrityTag(cryptography, originalDestination, head), head.length);
  return packet;
}
