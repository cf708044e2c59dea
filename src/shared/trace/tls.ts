/**
 * What the trace tells about TLS: enough, with the run's seed, to make every handshake message's bytes, every secret
 * and every sealed record again. Nothing is encrypted while a simulation runs.
 */

/** Keys under which bytes are protected; also QUIC's encryption levels (RFC 9001 section 2.1). */
export const TlsEpoch = { plaintext: 0, earlyData: 1, handshake: 2, application: 3 } as const;
export const tlsEpochs = ['plaintext', 'early data', 'handshake', 'application'] as const;

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

/** QUIC's transport parameters as one end declares them (RFC 9000 section 18.2). */
export interface QuicParameters {
  /** Milliseconds. */
  readonly idleTimeout: number;
  readonly maximumData: number;
  readonly maximumStreamData: number;
  readonly maximumStreamsBidirectional: number;
  readonly maximumStreamsUnidirectional: number;
  /** Milliseconds. */
  readonly maximumAckDelay: number;
  readonly ackDelayExponent: number;
  readonly activeConnectionIds: number;
}

/** What a ClientHello says. */
export interface TlsOffer {
  readonly connection: number;
  readonly carrier: 'tcp' | 'quic';
  /** Versions offered, newest first: 0x0304 is TLS 1.3, 0x0303 TLS 1.2. */
  readonly versions: readonly number[];
  readonly serverName: string;
  /** ALPN (RFC 7301), in order of preference. */
  readonly protocols: readonly string[];
  /**
   * A session to resume: `from` is the connection whose ticket it is, or NONE for a visit before the run began (the
   * key is then derived from the seed, the two devices and the server's name). `version`: that session's.
   */
  readonly resumption: TlsResumption | undefined;
  /** Early data is sent (RFC 8446 section 4.2.10). */
  readonly earlyData: boolean;
  /** Of a QUIC client. */
  readonly quic: QuicParameters | undefined;
}

export interface TlsResumption {
  readonly from: number;
  /** Which of that connection's tickets, from 0. */
  readonly ticket: number;
  readonly version: number;
  /** Age of the ticket, milliseconds. */
  readonly age: number;
}

/** What a server chose. */
export interface TlsAnswer {
  readonly connection: number;
  readonly version: number;
  /** The protocol chosen by ALPN; '' for none. */
  readonly protocol: string;
  readonly resumed: boolean;
  readonly earlyDataAccepted: boolean;
  /** TLS 1.2: whether a ticket will follow (RFC 5077 section 3.2); absent: it will. */
  readonly promisesTicket?: boolean;
  /** DER bytes of the certificate chain that it sends. */
  readonly certificateBytes: number;
  readonly quic: QuicParameters | undefined;
}

/** A handshake message. `offset`: among this end's handshake bytes of that epoch. `length`: with its header of 4 bytes. */
export interface TlsMessage {
  readonly connection: number;
  readonly end: 0 | 1;
  readonly epoch: number;
  readonly type: number;
  readonly offset: number;
  readonly length: number;
}

/** A record of TLS over TCP. */
export interface TlsRecord {
  readonly connection: number;
  readonly end: 0 | 1;
  /** TCP stream offset of its header. */
  readonly offset: number;
  /** Bytes on the wire, header included. */
  readonly length: number;
  /** Of what is inside (TlsContentType): what TLS 1.3 shows outside is application data. */
  readonly type: number;
  readonly epoch: number;
  /** Its number in its epoch and direction. */
  readonly sequence: number;
  /** Where its plaintext begins: in the handshake bytes of its epoch, or in the application's plaintext. */
  readonly from: number;
  /** Bytes of plaintext. */
  readonly bytes: number;
}
