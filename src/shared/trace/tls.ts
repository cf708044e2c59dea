import type { TlsAnswer, TlsOffer } from '../../wire/tls/offer';

/**
 * What the trace tells about TLS: enough, with the run's seed, to make every handshake message's bytes, every secret
 * and every sealed record again. Nothing is encrypted while a simulation runs.
 */

export { TlsEpoch, tlsEpochs } from './kinds/tls-epochs';
export { HandshakeType, handshakeTypeNames, TlsContentType } from '../../wire/tls/names';
export type { QuicParameters } from '../../wire/quic/transport-parameters';
export type { TlsAnswer, TlsOffer, TlsResumption } from '../../wire/tls/offer';

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

/** What a run's TLS did, in the order it happened. */
export interface TlsTables {
  readonly offers: readonly TlsOffer[];
  readonly answers: readonly TlsAnswer[];
  readonly messages: readonly TlsMessage[];
  readonly records: readonly TlsRecord[];
}
