import {
  type CipherGCMTypes,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  getCiphers,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { authenticationTagBytes, type ChaCha20, type Cryptography } from '../wire/cryptography/cryptography';

/** An AEAD of Node: AES-GCM under 16 or 32 bytes of key, or ChaCha20-Poly1305. */
type AeadName = CipherGCMTypes | 'chacha20-poly1305';

/** The object identifiers 1.3.101.110 and 1.3.101.112 (RFC 8410 section 3), and the names of RFC 8037. */
const curves = { x25519: { id: 0x6e, name: 'X25519' }, ed25519: { id: 0x70, name: 'Ed25519' } } as const;
type Curve = keyof typeof curves;
const tagLength = { authTagLength: authenticationTagBytes };

function seal(
  name: AeadName,
  key: Uint8Array,
  nonce: Uint8Array,
  additionalData: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  // The types know GCM's names; Node treats ChaCha20-Poly1305 alike.
  const cipher = createCipheriv(name as CipherGCMTypes, key, nonce, tagLength);
  cipher.setAAD(additionalData, { plaintextLength: plaintext.length });
  const sealed = new Uint8Array(plaintext.length + authenticationTagBytes);
  sealed.set(cipher.update(plaintext));
  cipher.final();
  sealed.set(cipher.getAuthTag(), plaintext.length);
  return sealed;
}

function open(
  name: AeadName,
  key: Uint8Array,
  nonce: Uint8Array,
  additionalData: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  const length = sealed.length - authenticationTagBytes;
  if (length < 0) return undefined;
  const decipher = createDecipheriv(name as CipherGCMTypes, key, nonce, tagLength);
  decipher.setAAD(additionalData, { plaintextLength: length });
  decipher.setAuthTag(sealed.subarray(length));
  const plaintext = Uint8Array.from(decipher.update(sealed.subarray(0, length)));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return plaintext;
}

/** A cipher without padding and without a tag. */
function encipher(name: string, key: Uint8Array, initial: Uint8Array | null, bytes: Uint8Array): Uint8Array {
  const cipher = createCipheriv(name, key, initial);
  cipher.setAutoPadding(false);
  return Uint8Array.from(cipher.update(bytes));
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/** PKCS #8 around a private key of 32 bytes (RFC 8410 section 7). */
function privateKeyFromDer(curve: Curve, key: Uint8Array): KeyObject {
  const wrapping = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, curves[curve].id, 4, 0x22, 4, 0x20];
  return createPrivateKey({ key: Buffer.from([...wrapping, ...key]), format: 'der', type: 'pkcs8' });
}

/** A JSON Web Key must have its public half (RFC 8037 section 2); what is made of it comes from the private one. */
function privateKeyFromJson(curve: Curve, key: Uint8Array): KeyObject {
  const d = base64(key);
  return createPrivateKey({ key: { kty: 'OKP', crv: curves[curve].name, d, x: d }, format: 'jwk' });
}

function publicHalf(privateKey: KeyObject): Uint8Array {
  return Uint8Array.from(
    Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url'),
  );
}

/** Whether private keys can be read from JSON with their public half left open. */
function readsHalfAKey(): boolean {
  const key = new Uint8Array(32).fill(1);
  try {
    const read = publicHalf(privateKeyFromJson('x25519', key));
    return Buffer.compare(read, publicHalf(privateKeyFromDer('x25519', key))) === 0;
  } catch {
    return false;
  }
}

/** OpenSSL takes twenty times as long over DER. */
const privateKeyObject = readsHalfAKey() ? privateKeyFromJson : privateKeyFromDer;

function publicKeyObject(curve: Curve, key: Uint8Array): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: curves[curve].name, x: base64(key) }, format: 'jwk' });
}

function publicKeyOf(curve: Curve, privateKey: Uint8Array): Uint8Array {
  return publicHalf(privateKeyObject(curve, privateKey));
}

/** Electron's BoringSSL offers no ChaCha20 to Node. */
function chaCha20(): ChaCha20 | undefined {
  const known = getCiphers();
  if (!known.includes('chacha20-poly1305') || !known.includes('chacha20')) return undefined;
  return {
    seal: (...given) => seal('chacha20-poly1305', ...given),
    open: (...given) => open('chacha20-poly1305', ...given),
    keyStream: (key, counterAndNonce, length) =>
      encipher('chacha20', key, counterAndNonce, new Uint8Array(length)),
  };
}

const gcmName = (key: Uint8Array) => (key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm');
const ecbName = (key: Uint8Array) => (key.length === 32 ? 'aes-256-ecb' : 'aes-128-ecb');

/** Cryptography by `node:crypto`: OpenSSL's in Node, BoringSSL's in Electron. */
export const nodeCryptography: Cryptography = {
  sha256: (bytes) => Uint8Array.from(createHash('sha256').update(bytes).digest()),
  hmacSha256: (key, bytes) => Uint8Array.from(createHmac('sha256', key).update(bytes).digest()),
  aesGcmSeal: (key, ...given) => seal(gcmName(key), key, ...given),
  aesGcmOpen: (key, ...given) => open(gcmName(key), key, ...given),
  aesBlock: (key, block) => encipher(ecbName(key), key, null, block),
  chaCha20: chaCha20(),
  x25519PublicKey: (privateKey) => publicKeyOf('x25519', privateKey),
  x25519SharedSecret: (privateKey, publicKey) =>
    Uint8Array.from(
      diffieHellman({
        privateKey: privateKeyObject('x25519', privateKey),
        publicKey: publicKeyObject('x25519', publicKey),
      }),
    ),
  ed25519PublicKey: (privateKey) => publicKeyOf('ed25519', privateKey),
  ed25519Sign: (privateKey, message) =>
    Uint8Array.from(sign(null, message, privateKeyObject('ed25519', privateKey))),
  ed25519Verify: (publicKey, message, signature) =>
    verify(null, message, publicKeyObject('ed25519', publicKey), signature),
};
