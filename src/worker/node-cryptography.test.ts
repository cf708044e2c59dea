import { describe, expect, it } from 'vitest';
import { fromHex } from '../wire/testing/kernel-frames';
import { nodeCryptography as cryptography } from './node-cryptography';

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');
const none = new Uint8Array();

describe("Node's cryptography", () => {
  it('hashes as FIPS 180-4 and RFC 4231 test case 2 do', () => {
    expect(hex(cryptography.sha256(Buffer.from('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    const mac = cryptography.hmacSha256(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'));
    expect(hex(mac)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });

  /** Test case 4 of the specification of GCM by McGrew and Viega. */
  const gcm = {
    key: fromHex('feffe9928665731c6d6a8f9467308308'),
    nonce: fromHex('cafebabefacedbaddecaf888'),
    additionalData: fromHex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
    plaintext: fromHex(
      `d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
       1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`,
    ),
    sealed: fromHex(
      `42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e
       21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091 5bc94fbc3221a5db94fae95ae7121a47`,
    ),
  };

  it('seals with AES-GCM as its specification shows, and opens that again', () => {
    const { key, nonce, additionalData, plaintext, sealed } = gcm;
    expect(cryptography.aesGcmSeal(key, nonce, additionalData, plaintext)).toEqual(sealed);
    expect(cryptography.aesGcmOpen(key, nonce, additionalData, sealed)).toEqual(plaintext);
  });

  it('opens nothing that was changed, cut or said of other data', () => {
    const { key, nonce, additionalData, sealed } = gcm;
    const changed = Uint8Array.from(sealed, (byte, at) => (at === 3 ? byte ^ 1 : byte));
    expect(cryptography.aesGcmOpen(key, nonce, additionalData, changed)).toBeUndefined();
    expect(cryptography.aesGcmOpen(key, nonce, none, sealed)).toBeUndefined();
    expect(cryptography.aesGcmOpen(key, nonce, additionalData, sealed.subarray(0, 9))).toBeUndefined();
  });

  it('enciphers one block as FIPS 197 appendix C.1 and C.3 show', () => {
    const block = fromHex('00112233445566778899aabbccddeeff');
    const key = fromHex('000102030405060708090a0b0c0d0e0f');
    expect(hex(cryptography.aesBlock(key, block))).toBe('69c4e0d86a7b0430d8cdb78070b4c55a');
    const longKey = Uint8Array.from({ length: 32 }, (_, at) => at);
    expect(hex(cryptography.aesBlock(longKey, block))).toBe('8ea2b7ca516745bfeafc49904b496089');
  });

  it.skipIf(cryptography.chaCha20 === undefined)('has the key stream of RFC 8439 section 2.3.2', () => {
    const key = Uint8Array.from({ length: 32 }, (_, at) => at);
    const counterAndNonce = fromHex('01000000 000000090000004a00000000');
    expect(hex(cryptography.chaCha20?.keyStream(key, counterAndNonce, 16))).toBe(
      '10f1e7e4d13b5915500fdd1fa32071c4',
    );
    const sealed = cryptography.chaCha20?.seal(key, counterAndNonce.subarray(4), none, key);
    expect(sealed && cryptography.chaCha20?.open(key, counterAndNonce.subarray(4), none, sealed)).toEqual(
      key,
    );
  });

  it('agrees on a secret over X25519 as RFC 7748 section 6.1 does', () => {
    const alice = fromHex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a');
    const bob = fromHex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
    expect(hex(cryptography.x25519PublicKey(alice))).toBe(
      '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
    );
    const shared = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';
    expect(hex(cryptography.x25519SharedSecret(alice, cryptography.x25519PublicKey(bob)))).toBe(shared);
    expect(hex(cryptography.x25519SharedSecret(bob, cryptography.x25519PublicKey(alice)))).toBe(shared);
  });

  it('signs with Ed25519 as RFC 8032 section 7.1 test 2 does', () => {
    const key = fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
    const publicKey = fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
    expect(cryptography.ed25519PublicKey(key)).toEqual(publicKey);
    const signature = cryptography.ed25519Sign(key, Uint8Array.of(0x72));
    expect(hex(signature)).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
        '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
    expect(cryptography.ed25519Verify(publicKey, Uint8Array.of(0x72), signature)).toBe(true);
    expect(cryptography.ed25519Verify(publicKey, Uint8Array.of(0x73), signature)).toBe(false);
  });
});
