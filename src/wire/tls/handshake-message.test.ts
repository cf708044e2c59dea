import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutated } from '../testing/arbitraries';
import { fromHex } from '../testing/kernel-frames';
import { findExtension } from './extensions';
import vectors from './fixtures/rfc8448.json';
import { decodeHandshake, encodeHandshake, type HandshakeMessage } from './handshake-message';
import { retryRandom } from './hello';
import { CipherSuite, NamedGroup, SignatureScheme, TlsVersion } from './names';
import { handshakeMessages } from './testing/arbitraries';

const { tls12, tls13 } = TlsVersion;
const { simple, resumed, retry } = vectors;
const inRecord = (record: string) => fromHex(record).subarray(5);

function decoded(bytes: Uint8Array, version: number = tls13): HandshakeMessage {
  const result = decodeHandshake(bytes, version);
  if (!result.ok) throw new Error(`${result.error.at}: ${result.error.what}, not ${result.error.allowed}`);
  return result.value.message;
}

function extensionsOf(message: HandshakeMessage) {
  return 'extensions' in message ? (message.extensions ?? []) : [];
}

const published: [string, Uint8Array][] = [
  ['a ClientHello', inRecord(simple.clientHello)],
  ['a ServerHello', inRecord(simple.serverHello)],
  ['EncryptedExtensions', fromHex(simple.encryptedExtensions)],
  ['a Certificate', fromHex(simple.certificate)],
  ['a CertificateVerify', fromHex(simple.certificateVerify)],
  ['a Finished', fromHex(simple.serverFinished)],
  ['a ClientHello that resumes', inRecord(resumed.clientHello)],
  ['a ServerHello that resumes', inRecord(resumed.serverHello)],
  ['EncryptedExtensions that accept early data', fromHex(resumed.encryptedExtensions)],
  ['a HelloRetryRequest', inRecord(retry.retryRequest)],
  ['a second ClientHello', inRecord(retry.secondClientHello)],
];

describe('handshake messages', () => {
  it.each(published)('of RFC 8448 are written again byte for byte: %s', (_, bytes) => {
    expect(encodeHandshake(decoded(bytes), tls13)).toEqual(bytes);
  });

  it.each(published)('of RFC 8448 are refused where they are cut: %s', (_, bytes) => {
    for (let length = 0; length < bytes.length; length += 1)
      expect(decodeHandshake(bytes.subarray(0, length), tls13)).toMatchObject({ ok: false });
  });

  it('say what the ClientHello of RFC 8448 section 3 offers', () => {
    const hello = decoded(inRecord(simple.clientHello));
    const extensions = extensionsOf(hello);
    expect(hello).toMatchObject({ name: 'client-hello', legacyVersion: tls12 });
    expect(findExtension(extensions, 'server_name')?.host).toBe('server');
    expect(findExtension(extensions, 'supported_versions')?.versions).toEqual([tls13]);
    expect(findExtension(extensions, 'key_shares')?.shares.map(({ group }) => group)).toEqual([
      NamedGroup.x25519,
    ]);
    expect(findExtension(extensions, 'signature_algorithms')?.schemes[0]).toBe(
      SignatureScheme.ecdsaSecp256r1Sha256,
    );
  });

  it('say what the ServerHello of RFC 8448 section 4 chose', () => {
    const hello = decoded(inRecord(resumed.serverHello));
    expect(hello).toMatchObject({ name: 'server-hello', cipherSuite: CipherSuite.aes128GcmSha256 });
    expect(findExtension(extensionsOf(hello), 'selected_pre_shared_key')?.index).toBe(0);
    expect(findExtension(extensionsOf(hello), 'selected_version')?.version).toBe(tls13);
  });

  it('tell a HelloRetryRequest from a ServerHello by its random', () => {
    const request = decoded(inRecord(retry.retryRequest));
    expect(request).toMatchObject({ name: 'hello-retry-request', random: retryRandom });
    expect(findExtension(extensionsOf(request), 'selected_group')?.group).toBe(NamedGroup.secp256r1);
  });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(handshakeMessages, fc.uint8Array({ maxLength: 9 }), ({ message, version }, behind) => {
        const bytes = encodeHandshake(message, version);
        const followed = Uint8Array.of(...bytes, ...behind);
        expect(decodeHandshake(followed, version)).toEqual({
          ok: true,
          value: { message, length: bytes.length },
        });
      }),
    );
  });

  it('are refused at every truncation', () => {
    fc.assert(
      fc.property(handshakeMessages, fc.nat(), ({ message, version }, cut) => {
        const bytes = encodeHandshake(message, version);
        const length = cut % bytes.length;
        expect(decodeHandshake(bytes.subarray(0, length), version)).toMatchObject({ ok: false });
      }),
    );
  });

  it('are refused or written again as they came, whatever was changed in them', () => {
    const changed = handshakeMessages.chain(({ message, version }) =>
      mutated(fc.constant(encodeHandshake(message, version))).map((bytes) => ({ bytes, version })),
    );
    fc.assert(
      fc.property(changed, ({ bytes, version }) => {
        const result = decodeHandshake(bytes, version);
        if (result.ok) {
          const { message, length } = result.value;
          expect(encodeHandshake(message, version)).toEqual(bytes.subarray(0, length));
        } else {
          expect(result.error.at).toBeLessThanOrEqual(bytes.length);
          expect(result.error.allowed).not.toBe('');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [
      'a name of type 1',
      '0100003c 0303' + '00'.repeat(32) + '00 0002 1301 01 00 0011 0000 000d 000b 01 0008 7365727665723132',
    ],
    ['curve type 5', '0c000005 05 001d 00 00'],
    ['a request of 2', '18000001 02'],
    ['12 bytes', '1400000c' + '00'.repeat(12)],
  ])('are refused for %s', (what, hex) => {
    expect(decodeHandshake(fromHex(hex), tls13)).toMatchObject({ ok: false, error: { what } });
  });
});
