import { authenticationTagBytes, type Cryptography } from '../cryptography/cryptography';
import { type Decoded, refuse } from '../encoding/decoded';
import { latin1Bytes, write16, write32 } from '../encoding/octets';
import { decodeRecordHeader, legacyRecordVersion, recordHeader, recordHeaderBytes } from './record';

/** TLS 1.2's keys and records (RFC 5246) for TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (RFC 5289). */

const masterSecretBytes = 48;
const verifyDataBytes = 12;
const keyBytes = 16;
const saltBytes = 4;
const explicitNonceBytes = 8;

/** Header, the part of the nonce that is sent, and the tag (RFC 5288 section 3). */
export const recordOverhead12 = recordHeaderBytes + explicitNonceBytes + authenticationTagBytes;

/** What protects the records of one direction: a key, and the part of the nonce that is not sent. */
export interface Tls12Keys {
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
}

export function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The pseudorandom function with SHA-256: RFC 5246 section 5. */
export function pseudorandom(
  cryptography: Cryptography,
  secret: Uint8Array,
  label: string,
  seed: Uint8Array,
  length: number,
): Uint8Array {
  const labelled = concatenate(latin1Bytes(label), seed);
  const output = new Uint8Array(length);
  let chained = labelled;
  for (let at = 0; at < length; at += 32) {
    chained = cryptography.hmacSha256(secret, chained);
    const block = cryptography.hmacSha256(secret, concatenate(chained, labelled));
    output.set(block.subarray(0, length - at), at);
  }
  return output;
}

/** The master secret of two randoms: RFC 5246 section 8.1. */
export function masterSecret12(
  cryptography: Cryptography,
  preMaster: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): Uint8Array {
  const seed = concatenate(clientRandom, serverRandom);
  return pseudorandom(cryptography, preMaster, 'master secret', seed, masterSecretBytes);
}

/** The master secret of the handshake so far, which no other handshake has: RFC 7627 section 4. */
export function extendedMasterSecret(
  cryptography: Cryptography,
  preMaster: Uint8Array,
  sessionHash: Uint8Array,
): Uint8Array {
  return pseudorandom(cryptography, preMaster, 'extended master secret', sessionHash, masterSecretBytes);
}

/** Keys of both directions, by end (0: the client's): RFC 5246 section 6.3. */
export function keys12(
  cryptography: Cryptography,
  master: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): readonly [Tls12Keys, Tls12Keys] {
  const seed = concatenate(serverRandom, clientRandom);
  const length = 2 * (keyBytes + saltBytes);
  const block = pseudorandom(cryptography, master, 'key expansion', seed, length);
  const key = (end: number) => block.slice(end * keyBytes, (end + 1) * keyBytes);
  const salts = block.slice(2 * keyBytes);
  const salt = (end: number) => salts.slice(end * saltBytes, (end + 1) * saltBytes);
  return [
    { key: key(0), salt: salt(0) },
    { key: key(1), salt: salt(1) },
  ];
}

/** The contents of an end's Finished: RFC 5246 section 7.4.9. */
export function verifyData12(
  cryptography: Cryptography,
  master: Uint8Array,
  end: 0 | 1,
  transcriptHash: Uint8Array,
): Uint8Array {
  const label = end === 0 ? 'client finished' : 'server finished';
  return pseudorandom(cryptography, master, label, transcriptHash, verifyDataBytes);
}

function sequenceBytes(sequence: number): Uint8Array {
  const bytes = new Uint8Array(8);
  write32(bytes, 0, Math.floor(sequence / 0x100000000));
  write32(bytes, 4, sequence % 0x100000000);
  return bytes;
}

/** RFC 5246 section 6.2.3.3: the record's number and its header, with the length of the plaintext. */
function additionalData(sequence: number, type: number, length: number): Uint8Array {
  const header = recordHeader(type, legacyRecordVersion, 0);
  write16(header, 3, length);
  return concatenate(sequenceBytes(sequence), header);
}

/** A whole sealed record. Its number serves as the nonce's explicit part (RFC 5288 section 3). */
export function sealRecord12(
  cryptography: Cryptography,
  keys: Tls12Keys,
  sequence: number,
  type: number,
  plaintext: Uint8Array,
): Uint8Array {
  const explicit = sequenceBytes(sequence);
  const sealed = cryptography.aesGcmSeal(
    keys.key,
    concatenate(keys.salt, explicit),
    additionalData(sequence, type, plaintext.length),
    plaintext,
  );
  const header = recordHeader(type, legacyRecordVersion, explicit.length + sealed.length);
  return concatenate(header, explicit, sealed);
}

/** Opens one whole record. */
export function openRecord12(
  cryptography: Cryptography,
  keys: Tls12Keys,
  sequence: number,
  record: Uint8Array,
): Decoded<{ readonly type: number; readonly plaintext: Uint8Array }> {
  const header = decodeRecordHeader(record);
  if (!header.ok) return header;
  const { type, length } = header.value;
  const left = record.length - recordHeaderBytes;
  const plaintextBytes = length - explicitNonceBytes - authenticationTagBytes;
  if (length !== left || plaintextBytes < 0)
    return refuse(
      3,
      `${left} bytes of fragment`,
      `${Math.max(length, explicitNonceBytes + authenticationTagBytes)}`,
    );
  const fragment = record.subarray(recordHeaderBytes);
  const plaintext = cryptography.aesGcmOpen(
    keys.key,
    concatenate(keys.salt, fragment.subarray(0, explicitNonceBytes)),
    additionalData(sequence, type, plaintextBytes),
    fragment.subarray(explicitNonceBytes),
  );
  if (!plaintext)
    return refuse(recordHeaderBytes, 'a tag that does not fit', 'the tag of these keys and number');
  return { ok: true, value: { type, plaintext } };
}
