import type { Cryptography } from '../cryptography/cryptography';
import { hkdfExpandLabel, hkdfExtract } from '../cryptography/hkdf';

/** TLS 1.3's key schedule (RFC 8446 section 7) for TLS_AES_128_GCM_SHA256. Secrets are 32 bytes. */

const hashBytes = 32;
const zeros = new Uint8Array(hashBytes);
const noBytes = new Uint8Array();

/** What protects the records of one direction in one epoch. */
export interface TrafficKeys {
  readonly key: Uint8Array;
  /** 12 bytes; a record's number is mixed into its end. */
  readonly iv: Uint8Array;
}

/** Derive-Secret of section 7.1, with the transcript already hashed. */
export function deriveSecret(
  cryptography: Cryptography,
  secret: Uint8Array,
  label: string,
  transcriptHash: Uint8Array,
): Uint8Array {
  return hkdfExpandLabel(cryptography, secret, label, transcriptHash, hashBytes);
}

/** Early Secret; without a pre-shared key, of zeros. */
export function earlySecret(cryptography: Cryptography, preSharedKey: Uint8Array = zeros): Uint8Array {
  return hkdfExtract(cryptography, noBytes, preSharedKey);
}

/** Handshake Secret, with what the two key shares agree on. */
export function handshakeSecret(
  cryptography: Cryptography,
  early: Uint8Array,
  sharedSecret: Uint8Array,
): Uint8Array {
  return nextSecret(cryptography, early, sharedSecret);
}

/** Master Secret. */
export function masterSecret(cryptography: Cryptography, handshake: Uint8Array): Uint8Array {
  return nextSecret(cryptography, handshake, zeros);
}

function nextSecret(cryptography: Cryptography, previous: Uint8Array, keyMaterial: Uint8Array): Uint8Array {
  const derived = deriveSecret(cryptography, previous, 'derived', cryptography.sha256(noBytes));
  return hkdfExtract(cryptography, derived, keyMaterial);
}

/** Key and IV of a traffic secret: section 7.3. */
export function trafficKeys(cryptography: Cryptography, secret: Uint8Array): TrafficKeys {
  return {
    key: hkdfExpandLabel(cryptography, secret, 'key', noBytes, 16),
    iv: hkdfExpandLabel(cryptography, secret, 'iv', noBytes, 12),
  };
}

/** The traffic secret after a KeyUpdate: section 7.2. */
export function nextTrafficSecret(cryptography: Cryptography, secret: Uint8Array): Uint8Array {
  return hkdfExpandLabel(cryptography, secret, 'traffic upd', noBytes, hashBytes);
}

/** The contents of a Finished message, or of a binder: section 4.4.4. `base`: a traffic secret, or a binder key. */
export function verifyData(
  cryptography: Cryptography,
  base: Uint8Array,
  transcriptHash: Uint8Array,
): Uint8Array {
  const finishedKey = hkdfExpandLabel(cryptography, base, 'finished', noBytes, hashBytes);
  return cryptography.hmacSha256(finishedKey, transcriptHash);
}

/** The binder of a pre-shared key that a ticket stands for; the hash is of the ClientHello up to its binders (section 4.2.11.2). */
export function resumptionBinder(
  cryptography: Cryptography,
  early: Uint8Array,
  truncatedHash: Uint8Array,
): Uint8Array {
  const binderKey = deriveSecret(cryptography, early, 'res binder', cryptography.sha256(noBytes));
  return verifyData(cryptography, binderKey, truncatedHash);
}

/** The pre-shared key that a ticket with this nonce stands for: section 4.6.1. */
export function resumptionKey(
  cryptography: Cryptography,
  resumptionMaster: Uint8Array,
  ticketNonce: Uint8Array,
): Uint8Array {
  return hkdfExpandLabel(cryptography, resumptionMaster, 'resumption', ticketNonce, hashBytes);
}

/** What a ClientHello that was answered by a HelloRetryRequest leaves in the transcript: section 4.4.1. */
export function messageHash(cryptography: Cryptography, clientHello: Uint8Array): Uint8Array {
  return Uint8Array.of(254, 0, 0, hashBytes, ...cryptography.sha256(clientHello));
}

/** What a server signs in its CertificateVerify: section 4.4.3. */
export function signedContent(transcriptHash: Uint8Array): Uint8Array {
  const context = 'TLS 1.3, server CertificateVerify\0';
  const content = new Uint8Array(64 + context.length + transcriptHash.length).fill(0x20, 0, 64);
  for (let at = 0; at < context.length; at += 1) content[64 + at] = context.charCodeAt(at);
  content.set(transcriptHash, 64 + context.length);
  return content;
}
