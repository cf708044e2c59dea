/** TLS at a client. Times in nanoseconds. */
export interface TlsClientSettings {
  /** Newest first: 0x0304, 0x0303. */
  readonly versions: readonly number[];
  /** ALPN, in order of preference. */
  readonly protocols: readonly string[];
  readonly serverName: string;
  /** Sessions are resumed where a ticket is at hand. */
  readonly resumes: boolean;
  /** What may be sent before the handshake is complete is (RFC 8446 section 2.3); needs a ticket. */
  readonly earlyData: boolean;
  /** Processor time until the client's second flight is made. */
  readonly processing: number;
}

/** TLS at a server. Times in nanoseconds. */
export interface TlsServerSettings {
  readonly versions: readonly number[];
  /** ALPN, in order of preference. */
  readonly protocols: readonly string[];
  /** DER bytes of its certificate chain. */
  readonly certificateBytes: number;
  /** Tickets given out after a TLS 1.3 handshake. */
  readonly tickets: number;
  readonly acceptsEarlyData: boolean;
  /** Processor time until the server's flight is made: the signature, mostly. */
  readonly processing: number;
  /** The same where a session is resumed: no signature. */
  readonly processingResumed: number;
}
