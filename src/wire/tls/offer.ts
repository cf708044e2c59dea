import type { QuicParameters } from '../quic/transport-parameters';

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
