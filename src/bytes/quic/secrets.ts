import type { StreamEnd } from '../../wire/applications/definition/written-contents';

/** What TLS gives QUIC: the handshake's bytes, and the secrets that its keys follow from (RFC 9001 section 4). */
export interface QuicSecrets {
  /** All handshake bytes of an end in an epoch (TlsEpoch), as far as the trace tells. */
  handshake(connection: number, end: 0 | 1, epoch: number): Uint8Array;
  /** The traffic secret, 32 bytes, under which an end sends in an epoch; undefined where the handshake never got there. */
  trafficSecret(connection: number, end: 0 | 1, epoch: number): Uint8Array | undefined;
}

/** What applications wrote: copies a stretch of a stream to `target[at]`. */
export interface WrittenContents {
  copyContents(stream: StreamEnd, offset: number, length: number, target: Uint8Array, at?: number): void;
}
