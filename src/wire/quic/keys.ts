import type { Cryptography } from '../cryptography/cryptography';
import { hkdfExpandLabel, hkdfExtract } from '../cryptography/hkdf';

/** Keys of packet protection: RFC 9001 section 5. */

/** `AEAD_CHACHA20_POLY1305`, or AES-128 in GCM, which Initial packets always use. */
export type PacketCipher = 'aes-128-gcm' | 'chacha20-poly1305';

export interface PacketKeys {
  readonly cipher: PacketCipher;
  readonly key: Uint8Array;
  /** 12 bytes. */
  readonly iv: Uint8Array;
  readonly headerKey: Uint8Array;
}

const nothing = new Uint8Array(0);
const secretBytes = 32;
const ivBytes = 12;

/** RFC 9001 section 5.2, QUIC version 1. */
const initialSalt = Uint8Array.of(
  ...[0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17],
  ...[0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a],
);

/** The secrets of Initial packets, client's and server's: anybody who saw the first packet's destination id has them. */
export function initialSecrets(
  cryptography: Cryptography,
  destinationId: Uint8Array,
): readonly [client: Uint8Array, server: Uint8Array] {
  const initial = hkdfExtract(cryptography, initialSalt, destinationId);
  return [
    hkdfExpandLabel(cryptography, initial, 'client in', nothing, secretBytes),
    hkdfExpandLabel(cryptography, initial, 'server in', nothing, secretBytes),
  ];
}

/** The keys that a traffic secret leads to (section 5.1). */
export function packetKeys(
  cryptography: Cryptography,
  secret: Uint8Array,
  cipher: PacketCipher = 'aes-128-gcm',
): PacketKeys {
  const keyBytes = cipher === 'aes-128-gcm' ? 16 : 32;
  return {
    cipher,
    key: hkdfExpandLabel(cryptography, secret, 'quic key', nothing, keyBytes),
    iv: hkdfExpandLabel(cryptography, secret, 'quic iv', nothing, ivBytes),
    headerKey: hkdfExpandLabel(cryptography, secret, 'quic hp', nothing, keyBytes),
  };
}

/** The traffic secret after a key update (section 6.1). */
export function nextSecret(cryptography: Cryptography, secret: Uint8Array): Uint8Array {
  return hkdfExpandLabel(cryptography, secret, 'quic ku', nothing, secretBytes);
}

/** The keys after so many key updates; the header protection key stays the first one (section 6.1). */
export function updatedKeys(
  cryptography: Cryptography,
  secret: Uint8Array,
  updates: number,
  cipher: PacketCipher = 'aes-128-gcm',
): PacketKeys {
  const first = packetKeys(cryptography, secret, cipher);
  let latest = secret;
  for (let update = 0; update < updates; update += 1) latest = nextSecret(cryptography, latest);
  return { ...packetKeys(cryptography, latest, cipher), headerKey: first.headerKey };
}
