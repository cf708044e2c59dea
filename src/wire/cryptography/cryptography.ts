/**
 * The platform's cryptography, as far as the lab's bytes need it. The engine below its worker names no platform: who
 * makes bytes hands an implementation down. Everything here is a pure function of its arguments.
 */
export interface Cryptography {
  /** SHA-256 (FIPS 180-4): 32 bytes. */
  sha256(bytes: Uint8Array): Uint8Array;
  /** HMAC with SHA-256 (RFC 2104): 32 bytes. */
  hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array;
  /** AES-GCM (RFC 5116) under a key of 16 or 32 bytes and a nonce of 12: the ciphertext, then its tag of 16 bytes. */
  aesGcmSeal(
    key: Uint8Array,
    nonce: Uint8Array,
    additionalData: Uint8Array,
    plaintext: Uint8Array,
  ): Uint8Array;
  /** What `aesGcmSeal` sealed; undefined where the tag, which is the last 16 bytes, does not fit. */
  aesGcmOpen(
    key: Uint8Array,
    nonce: Uint8Array,
    additionalData: Uint8Array,
    sealed: Uint8Array,
  ): Uint8Array | undefined;
  /** One block of 16 bytes under AES, as QUIC's header protection uses it (RFC 9001 section 5.4.3). */
  aesBlock(key: Uint8Array, block: Uint8Array): Uint8Array;
  /** ChaCha20 (RFC 8439); undefined on a platform that has none. */
  readonly chaCha20: ChaCha20 | undefined;
  /** The public key, 32 bytes, of an X25519 private key of 32 bytes (RFC 7748 section 6.1). */
  x25519PublicKey(privateKey: Uint8Array): Uint8Array;
  /** The secret that a private key and the other side's public key share. Throws where it is all zeros. */
  x25519SharedSecret(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array;
  /** The public key, 32 bytes, of an Ed25519 private key of 32 bytes (RFC 8032 section 5.1.5). */
  ed25519PublicKey(privateKey: Uint8Array): Uint8Array;
  /** A signature of 64 bytes: of one message there is only one. */
  ed25519Sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array;
  ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** ChaCha20 with a key of 32 bytes. */
export interface ChaCha20 {
  /** ChaCha20-Poly1305 (RFC 8439 section 2.8): the ciphertext, then its tag of 16 bytes. */
  seal(key: Uint8Array, nonce: Uint8Array, additionalData: Uint8Array, plaintext: Uint8Array): Uint8Array;
  /** What `seal` sealed; undefined where the tag does not fit. */
  open(
    key: Uint8Array,
    nonce: Uint8Array,
    additionalData: Uint8Array,
    sealed: Uint8Array,
  ): Uint8Array | undefined;
  /** `length` bytes of key stream from a counter and nonce of 16 bytes together (RFC 9001 section 5.4.4). */
  keyStream(key: Uint8Array, counterAndNonce: Uint8Array, length: number): Uint8Array;
}

/** Bytes that the tag of every AEAD used here takes. */
export const authenticationTagBytes = 16;
