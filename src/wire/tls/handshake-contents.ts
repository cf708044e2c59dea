import { encodeQuicParameters } from '../quic/transport-parameters';
import type { Extension } from './extensions';
import type { HandshakeMessage } from './handshake-message';
import type { ClientHello, ServerHello } from './hello';
import { CipherSuite, NamedGroup, SignatureScheme, TlsVersion } from './names';
import type { TlsAnswer, TlsOffer } from './offer';

/** What the lab's clients and servers write into their handshake messages, given what the trace tells of them. */

/** What is different on every connection and tells nothing, but is of a fixed length. */
export interface HandshakeMaterial {
  readonly seed: number;
  readonly random: readonly [client: Uint8Array, server: Uint8Array];
  readonly publicKey: readonly [client: Uint8Array, server: Uint8Array];
  readonly sessionId: Uint8Array;
}

/** A ticket as a server gave it out. */
export interface TicketMaterial {
  readonly ticket: Uint8Array;
  readonly ageAdd: number;
  readonly nonce: Uint8Array;
}

/** Bytes of a ticket: about what a server's encrypted session state takes. */
export const ticketBytes = 192;
export const nonceBytes = 8;
/** Bytes of a binder: a SHA-256 HMAC. */
export const binderBytes = 32;
/** Seconds: seven days, the most that there is (RFC 8446 section 4.6.1). */
const ticketLifetime = 604_800;
/** Early data that a server takes, bytes: one record's worth; in QUIC the number is fixed (RFC 9001 section 4.6.1). */
const earlyDataLimit = { tcp: 16_384, quic: 0xffffffff } as const;

const suitesOf13 = [
  CipherSuite.aes128GcmSha256,
  CipherSuite.aes256GcmSha384,
  CipherSuite.chacha20Poly1305Sha256,
];
const suitesOf12 = [
  CipherSuite.ecdheEcdsaAes128GcmSha256,
  CipherSuite.ecdheRsaAes128GcmSha256,
  CipherSuite.ecdheEcdsaAes256GcmSha384,
  CipherSuite.ecdheRsaAes256GcmSha384,
];
const { tls12, tls13 } = TlsVersion;
/** PSK with (EC)DHE key establishment (RFC 8446 section 4.2.9). */
const pskWithKeyShare = 1;
const uncompressedPoints = 0;
const noBytes = new Uint8Array();

/** The ClientHello of an offer. `ticket` and `binder` (RFC 8446 section 4.2.11.2) where it resumes a session. */
export function clientHelloOf(
  offer: TlsOffer,
  material: HandshakeMaterial,
  ticket: TicketMaterial | undefined,
  binder: Uint8Array,
): ClientHello {
  const speaks12 = offer.versions.includes(tls12);
  const speaks13 = offer.versions.includes(tls13);
  const resumes13 = offer.resumption?.version === tls13;
  const ticket12 = ticket && !resumes13 ? ticket.ticket : noBytes;
  const extensions: Extension[] = [
    { name: 'server_name', host: offer.serverName },
    ...(speaks12 ? extensionsOfTls12(ticket12) : []),
    { name: 'supported_groups', groups: [NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1] },
    {
      name: 'signature_algorithms',
      schemes: [
        SignatureScheme.ed25519,
        SignatureScheme.ecdsaSecp256r1Sha256,
        SignatureScheme.rsaPssRsaeSha256,
        SignatureScheme.rsaPkcs1Sha256,
      ],
    },
    ...alpn(offer.protocols),
    ...(speaks13 ? extensionsOfTls13(offer, material) : []),
    // RFC 8446 section 4.2.11: always the last.
    ...(ticket && resumes13 ? [preSharedKey(offer, ticket, binder)] : []),
  ];
  return {
    name: 'client-hello',
    legacyVersion: tls12,
    random: material.random[0],
    sessionId: sendsSessionId(offer) ? material.sessionId : noBytes,
    cipherSuites: [...(speaks13 ? suitesOf13 : []), ...(speaks12 ? suitesOf12 : [])],
    compressionMethods: [0],
    extensions,
  };
}

/** RFC 8446 appendix D.4 and RFC 5077 section 3.4; not in QUIC (RFC 9001 section 8.4). */
function sendsSessionId({ carrier, versions, resumption }: TlsOffer): boolean {
  return carrier === 'tcp' && (versions.includes(tls13) || resumption !== undefined);
}

function extensionsOfTls12(ticket: Uint8Array): Extension[] {
  return [
    { name: 'extended_master_secret' },
    { name: 'renegotiation_info', verifyData: noBytes },
    { name: 'ec_point_formats', formats: [uncompressedPoints] },
    { name: 'session_ticket', ticket },
  ];
}

function extensionsOfTls13(offer: TlsOffer, { publicKey, seed }: HandshakeMaterial): Extension[] {
  const shares = [{ group: NamedGroup.x25519, key: publicKey[0] }];
  return [
    { name: 'supported_versions', versions: offer.versions },
    { name: 'psk_key_exchange_modes', modes: [pskWithKeyShare] },
    { name: 'key_shares', shares },
    ...(offer.quic ? [transportParameters(offer.quic, seed, offer.connection, 0)] : []),
    ...(offer.earlyData ? [{ name: 'early_data', limit: undefined } as const] : []),
  ];
}

function transportParameters(
  parameters: NonNullable<TlsOffer['quic']>,
  seed: number,
  connection: number,
  end: 0 | 1,
): Extension {
  return {
    name: 'quic_transport_parameters',
    parameters: encodeQuicParameters(parameters, seed, connection, end),
  };
}

function preSharedKey(offer: TlsOffer, { ticket, ageAdd }: TicketMaterial, binder: Uint8Array): Extension {
  // RFC 8446 section 4.2.11.1: milliseconds, and what the ticket adds to them so that nobody else can tell.
  const obfuscatedAge = ((offer.resumption?.age ?? 0) + ageAdd) % 0x100000000;
  return { name: 'pre_shared_key', identities: [{ identity: ticket, obfuscatedAge }], binders: [binder] };
}

function alpn(protocols: readonly string[]): Extension[] {
  return protocols.length > 0 ? [{ name: 'alpn', protocols }] : [];
}

const chosenProtocol = ({ protocol }: TlsAnswer) => alpn(protocol === '' ? [] : [protocol]);

/** The ServerHello of an answer. */
export function serverHelloOf(offer: TlsOffer, answer: TlsAnswer, material: HandshakeMaterial): ServerHello {
  const isTls13 = answer.version === tls13;
  // RFC 8446 section 4.1.3 echoes the session id; RFC 5077 section 3.4 does where it takes the ticket.
  const echoes = sendsSessionId(offer) && (isTls13 || answer.resumed);
  return {
    name: 'server-hello',
    legacyVersion: tls12,
    random: material.random[1],
    sessionId: echoes ? material.sessionId : noBytes,
    cipherSuite: isTls13 ? CipherSuite.aes128GcmSha256 : CipherSuite.ecdheEcdsaAes128GcmSha256,
    compressionMethod: 0,
    extensions: isTls13 ? chosen13(answer, material) : chosen12(answer),
  };
}

function chosen13(answer: TlsAnswer, { publicKey }: HandshakeMaterial): Extension[] {
  return [
    { name: 'selected_version', version: tls13 },
    { name: 'key_share', share: { group: NamedGroup.x25519, key: publicKey[1] } },
    ...(answer.resumed ? [{ name: 'selected_pre_shared_key', index: 0 } as const] : []),
  ];
}

function chosen12(answer: TlsAnswer): Extension[] {
  const all = extensionsOfTls12(noBytes);
  // RFC 5077 section 3.2: the empty extension promises a ticket.
  const sent = answer.promisesTicket === false ? all.filter(({ name }) => name !== 'session_ticket') : all;
  return [...sent, ...chosenProtocol(answer)];
}

/** The EncryptedExtensions of an answer. */
export function encryptedExtensionsOf(answer: TlsAnswer, seed: number): HandshakeMessage {
  return {
    name: 'encrypted-extensions',
    extensions: [
      // RFC 6066 section 3: a resumed session has its name already.
      ...(answer.resumed ? [] : [{ name: 'server_name', host: undefined } as const]),
      ...chosenProtocol(answer),
      ...(answer.quic ? [transportParameters(answer.quic, seed, answer.connection, 1)] : []),
      ...(answer.earlyDataAccepted ? [{ name: 'early_data', limit: undefined } as const] : []),
    ],
  };
}

/** A server's Certificate around its chain. */
export function certificateOf(chain: readonly Uint8Array[]): HandshakeMessage {
  const entries = chain.map((certificate) => ({ certificate, extensions: [] }));
  return { name: 'certificate', context: noBytes, entries };
}

/** A ServerKeyExchange with its signature. */
export function serverKeyExchangeOf(publicKey: Uint8Array, signature: Uint8Array): HandshakeMessage {
  const scheme = SignatureScheme.ed25519;
  return { name: 'server-key-exchange', group: NamedGroup.x25519, publicKey, scheme, signature };
}

/** A CertificateVerify with its signature. */
export function certificateVerifyOf(signature: Uint8Array): HandshakeMessage {
  return { name: 'certificate-verify', scheme: SignatureScheme.ed25519, signature };
}

/** A NewSessionTicket of a version, over a carrier. */
export function newSessionTicketOf(
  version: number,
  carrier: TlsOffer['carrier'],
  { ticket, ageAdd, nonce }: TicketMaterial,
): HandshakeMessage {
  const lifetime = ticketLifetime;
  if (version !== tls13) return { name: 'new-session-ticket-1.2', lifetime, ticket };
  const extensions: Extension[] = [{ name: 'early_data', limit: earlyDataLimit[carrier] }];
  return { name: 'new-session-ticket', lifetime, ageAdd, nonce, ticket, extensions };
}
