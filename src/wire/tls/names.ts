/** Numbers of TLS's registries as far as the lab speaks or names them. */

export const TlsVersion = { tls12: 0x0303, tls13: 0x0304 } as const;

export const CipherSuite = {
  aes128GcmSha256: 0x1301,
  aes256GcmSha384: 0x1302,
  chacha20Poly1305Sha256: 0x1303,
  ecdheEcdsaAes128GcmSha256: 0xc02b,
  ecdheRsaAes128GcmSha256: 0xc02f,
  ecdheEcdsaAes256GcmSha384: 0xc02c,
  ecdheRsaAes256GcmSha384: 0xc030,
} as const;
export const cipherSuiteNames: Readonly<Record<number, string>> = {
  0x1301: 'TLS_AES_128_GCM_SHA256',
  0x1302: 'TLS_AES_256_GCM_SHA384',
  0x1303: 'TLS_CHACHA20_POLY1305_SHA256',
  0xc02b: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  0xc02f: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  0xc02c: 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  0xc030: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
};

/** RFC 8446 section 4.2.7. */
export const NamedGroup = { secp256r1: 23, secp384r1: 24, x25519: 29 } as const;
export const namedGroupNames: Readonly<Record<number, string>> = {
  23: 'secp256r1',
  24: 'secp384r1',
  25: 'secp521r1',
  29: 'x25519',
  30: 'x448',
};

/** RFC 8446 section 4.2.3. */
export const SignatureScheme = {
  rsaPkcs1Sha256: 0x0401,
  ecdsaSecp256r1Sha256: 0x0403,
  rsaPssRsaeSha256: 0x0804,
  ed25519: 0x0807,
} as const;
export const signatureSchemeNames: Readonly<Record<number, string>> = {
  0x0401: 'rsa_pkcs1_sha256',
  0x0403: 'ecdsa_secp256r1_sha256',
  0x0501: 'rsa_pkcs1_sha384',
  0x0503: 'ecdsa_secp384r1_sha384',
  0x0601: 'rsa_pkcs1_sha512',
  0x0603: 'ecdsa_secp521r1_sha512',
  0x0804: 'rsa_pss_rsae_sha256',
  0x0805: 'rsa_pss_rsae_sha384',
  0x0806: 'rsa_pss_rsae_sha512',
  0x0807: 'ed25519',
};

/** RFC 8446 section 4.2, RFC 9001 section 8.2, RFC 7627, RFC 5077, RFC 5746. */
export const ExtensionType = {
  serverName: 0,
  supportedGroups: 10,
  ecPointFormats: 11,
  signatureAlgorithms: 13,
  alpn: 16,
  extendedMasterSecret: 23,
  sessionTicket: 35,
  preSharedKey: 41,
  earlyData: 42,
  supportedVersions: 43,
  cookie: 44,
  pskKeyExchangeModes: 45,
  keyShare: 51,
  quicTransportParameters: 57,
  renegotiationInfo: 0xff01,
} as const;
export const extensionNames: Readonly<Record<number, string>> = {
  0: 'server_name',
  10: 'supported_groups',
  11: 'ec_point_formats',
  13: 'signature_algorithms',
  16: 'application_layer_protocol_negotiation',
  21: 'padding',
  23: 'extended_master_secret',
  28: 'record_size_limit',
  35: 'session_ticket',
  41: 'pre_shared_key',
  42: 'early_data',
  43: 'supported_versions',
  44: 'cookie',
  45: 'psk_key_exchange_modes',
  51: 'key_share',
  57: 'quic_transport_parameters',
  0xff01: 'renegotiation_info',
};

export const alertLevelNames: Readonly<Record<number, string>> = { 1: 'warning', 2: 'fatal' };
/** RFC 8446 section 6. */
export const AlertDescription = { closeNotify: 0, userCanceled: 90, noApplicationProtocol: 120 } as const;
export const alertNames: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

/** `TLS 1.3`; an unknown number in hexadecimal. */
export function versionName(version: number): string {
  if (version > 0x0300 && version <= 0x0304) return `TLS 1.${version - 0x0301}`;
  return `0x${version.toString(16).padStart(4, '0')}`;
}

/** RFC 8446 section 4: handshake message types; the last five are TLS 1.2's (RFC 5246 section 7.4). */
export const HandshakeType = {
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  endOfEarlyData: 5,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
  keyUpdate: 24,
} as const;

export const handshakeTypeNames: Readonly<Record<number, string>> = {
  1: 'ClientHello',
  2: 'ServerHello',
  4: 'NewSessionTicket',
  5: 'EndOfEarlyData',
  8: 'EncryptedExtensions',
  11: 'Certificate',
  12: 'ServerKeyExchange',
  14: 'ServerHelloDone',
  15: 'CertificateVerify',
  16: 'ClientKeyExchange',
  20: 'Finished',
  24: 'KeyUpdate',
};

/** RFC 8446 section 5.1. */
export const TlsContentType = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
} as const;
