import type { Cryptography } from './cryptography';
import { latin1Bytes } from '../encoding/octets';

const hashBytes = 32;
const noBytes = new Uint8Array();
/** RFC 8446 section 7.1: what every label begins with. */
const labelPrefix = 'tls13 ';

/** HKDF-Extract with SHA-256 (RFC 5869 section 2.2): 32 bytes. */
export function hkdfExtract(
  cryptography: Cryptography,
  salt: Uint8Array,
  keyMaterial: Uint8Array,
): Uint8Array {
  // Without a salt, a string of zeros as long as the hash.
  return cryptography.hmacSha256(salt.length > 0 ? salt : new Uint8Array(hashBytes), keyMaterial);
}

/** HKDF-Expand with SHA-256 (RFC 5869 section 2.3). Throws a RangeError for more than 8160 bytes. */
export function hkdfExpand(
  cryptography: Cryptography,
  secret: Uint8Array,
  information: Uint8Array,
  length: number,
): Uint8Array {
  if (length > 255 * hashBytes) throw new RangeError(`HKDF-Expand gives no ${length} bytes`);
  const expanded = new Uint8Array(length);
  let previous: Uint8Array = noBytes;
  for (let at = 0, counter = 1; at < length; at += hashBytes, counter += 1) {
    const input = new Uint8Array(previous.length + information.length + 1);
    input.set(previous);
    input.set(information, previous.length);
    input[input.length - 1] = counter;
    previous = cryptography.hmacSha256(secret, input);
    expanded.set(previous.subarray(0, length - at), at);
  }
  return expanded;
}

/** HKDF-Expand-Label of RFC 8446 section 7.1; `label` without its `tls13 `. QUIC's keys are made by it too. */
export function hkdfExpandLabel(
  cryptography: Cryptography,
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array {
  const name = latin1Bytes(labelPrefix + label);
  const information = Uint8Array.of(
    ...[length >>> 8, length & 0xff, name.length, ...name],
    ...[context.length, ...context],
  );
  return hkdfExpand(cryptography, secret, information, length);
}
