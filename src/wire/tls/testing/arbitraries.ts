import fc from 'fast-check';
import type { Extension, ExtensionContext } from '../extensions';
import type { HandshakeMessage } from '../handshake-message';
import { ExtensionType, TlsVersion } from '../names';

const word16 = fc.integer({ min: 0, max: 0xffff });
const word32 = fc.integer({ min: 0, max: 0xffffffff });
const octet = fc.integer({ min: 0, max: 255 });
const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
const exactly = (length: number) => bytes(length, length);
const octets = fc.array(octet, { minLength: 1, maxLength: 6 });
const words = fc.array(word16, { minLength: 1, maxLength: 8 });
const text = fc
  .array(fc.integer({ min: 0x21, max: 0x7e }), { minLength: 1, maxLength: 20 })
  .map((codes) => String.fromCharCode(...codes));
const share = fc.record({ group: word16, key: bytes(1, 65) });

const knownTypes = new Set<number>(Object.values(ExtensionType));
const otherExtension = fc
  .record({ type: word16.filter((type) => !knownTypes.has(type)), data: bytes(0, 20) })
  .map((other): Extension => ({ name: 'other', ...other }));

const named = <Value extends Extension>(value: fc.Arbitrary<Value>): fc.Arbitrary<Extension> => value;

/** Extensions that any message may have. */
const anywhere = [
  named(fc.option(text, { nil: undefined }).map((host) => ({ name: 'server_name' as const, host }))),
  named(words.map((groups) => ({ name: 'supported_groups' as const, groups }))),
  named(octets.map((formats) => ({ name: 'ec_point_formats' as const, formats }))),
  named(words.map((schemes) => ({ name: 'signature_algorithms' as const, schemes }))),
  named(
    fc.array(text, { minLength: 1, maxLength: 4 }).map((protocols) => ({ name: 'alpn' as const, protocols })),
  ),
  named(fc.constant({ name: 'extended_master_secret' as const })),
  named(bytes(0, 40).map((ticket) => ({ name: 'session_ticket' as const, ticket }))),
  named(bytes(1, 40).map((cookie) => ({ name: 'cookie' as const, cookie }))),
  named(octets.map((modes) => ({ name: 'psk_key_exchange_modes' as const, modes }))),
  named(bytes(0, 40).map((parameters) => ({ name: 'quic_transport_parameters' as const, parameters }))),
  named(bytes(0, 12).map((verifyData) => ({ name: 'renegotiation_info' as const, verifyData }))),
  otherExtension,
];

const selectedVersion = named(word16.map((version) => ({ name: 'selected_version' as const, version })));
const selectedKey = named(word16.map((index) => ({ name: 'selected_pre_shared_key' as const, index })));
const noLimit = named(fc.constant({ name: 'early_data' as const, limit: undefined }));
const shares = named(
  fc.array(share, { maxLength: 3 }).map((list) => ({ name: 'key_shares' as const, shares: list })),
);

const preSharedKeys = named(
  fc
    .record({
      identities: fc.array(fc.record({ identity: bytes(1, 60), obfuscatedAge: word32 }), {
        minLength: 1,
        maxLength: 2,
      }),
      binders: fc.array(bytes(32, 48), { minLength: 1, maxLength: 2 }),
    })
    .map((keys) => ({ name: 'pre_shared_key' as const, ...keys })),
);

const byContext: Readonly<Record<ExtensionContext, readonly fc.Arbitrary<Extension>[]>> = {
  'client-hello': [
    preSharedKeys,
    noLimit,
    shares,
    named(words.map((versions) => ({ name: 'supported_versions' as const, versions }))),
  ],
  'server-hello': [
    selectedVersion,
    selectedKey,
    noLimit,
    named(share.map((one) => ({ name: 'key_share' as const, share: one }))),
  ],
  'hello-retry-request': [
    selectedVersion,
    named(word16.map((group) => ({ name: 'selected_group' as const, group }))),
  ],
  'encrypted-extensions': [noLimit],
  certificate: [],
  'new-session-ticket': [named(word32.map((limit) => ({ name: 'early_data' as const, limit })))],
};

export function extensionLists(context: ExtensionContext): fc.Arbitrary<Extension[]> {
  return fc.array(fc.oneof(...anywhere, ...byContext[context]), { maxLength: 6 });
}

const message = <Value extends HandshakeMessage>(
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<HandshakeMessage> => value;

const alike = [
  message(
    fc.record({
      name: fc.constant('client-hello' as const),
      legacyVersion: word16,
      random: exactly(32),
      sessionId: bytes(0, 32),
      cipherSuites: words,
      compressionMethods: octets,
      extensions: fc.option(extensionLists('client-hello'), { nil: undefined }),
    }),
  ),
  message(
    fc.record({
      name: fc.constant('server-hello' as const),
      legacyVersion: word16,
      random: exactly(32),
      sessionId: bytes(0, 32),
      cipherSuite: word16,
      compressionMethod: octet,
      extensions: fc.option(extensionLists('server-hello'), { nil: undefined }),
    }),
  ),
  message(
    fc.record({
      name: fc.constant('certificate-verify' as const),
      scheme: word16,
      signature: bytes(0, 80),
    }),
  ),
  message(fc.record({ name: fc.constant('key-update' as const), requested: fc.boolean() })),
  message(fc.constant({ name: 'end-of-early-data' as const })),
  message(fc.record({ name: fc.constant('other' as const), type: fc.constant(13), body: bytes(0, 40) })),
];

const onlyTls13 = [
  ...alike,
  message(
    fc.record({
      name: fc.constant('encrypted-extensions' as const),
      extensions: extensionLists('encrypted-extensions'),
    }),
  ),
  message(
    fc.record({
      name: fc.constant('certificate' as const),
      context: bytes(0, 8),
      entries: fc.array(fc.record({ certificate: bytes(1, 60), extensions: extensionLists('certificate') }), {
        maxLength: 3,
      }),
    }),
  ),
  message(fc.record({ name: fc.constant('finished' as const), verifyData: exactly(32) })),
  message(
    fc.record({
      name: fc.constant('new-session-ticket' as const),
      lifetime: word32,
      ageAdd: word32,
      nonce: bytes(0, 8),
      ticket: bytes(1, 60),
      extensions: extensionLists('new-session-ticket'),
    }),
  ),
];

const onlyTls12 = [
  ...alike,
  message(
    fc.record({
      name: fc.constant('certificate' as const),
      context: fc.constant(new Uint8Array()),
      entries: fc.array(fc.record({ certificate: bytes(1, 60), extensions: fc.constant<Extension[]>([]) }), {
        maxLength: 3,
      }),
    }),
  ),
  message(
    fc.record({
      name: fc.constant('server-key-exchange' as const),
      group: word16,
      publicKey: bytes(1, 65),
      scheme: word16,
      signature: bytes(0, 80),
    }),
  ),
  message(fc.constant({ name: 'server-hello-done' as const })),
  message(fc.record({ name: fc.constant('client-key-exchange' as const), publicKey: bytes(1, 65) })),
  message(fc.record({ name: fc.constant('finished' as const), verifyData: exactly(12) })),
  message(
    fc.record({
      name: fc.constant('new-session-ticket-1.2' as const),
      lifetime: word32,
      ticket: bytes(0, 60),
    }),
  ),
];

/** A message with the version that it is a message of. */
export const handshakeMessages: fc.Arbitrary<{ message: HandshakeMessage; version: number }> = fc.oneof(
  fc.record({ message: fc.oneof(...onlyTls13), version: fc.constant(TlsVersion.tls13) }),
  fc.record({ message: fc.oneof(...onlyTls12), version: fc.constant(TlsVersion.tls12) }),
);
