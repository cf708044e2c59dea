import type { TlsAnswer, TlsOffer } from '../../shared/trace/tls';
import type { Cryptography } from '../../wire/cryptography/cryptography';
import { binderBytes, clientHelloOf, type TicketMaterial } from '../../wire/tls/handshake-contents';
import { encodeHandshake } from '../../wire/tls/handshake-message';
import { earlySecret, resumptionBinder } from '../../wire/tls/key-schedule';
import { TlsVersion } from '../../wire/tls/names';
import type { ConnectionMaterial } from './session-material';

/** A secret as it stands in a key log (draft-ietf-tls-keylogfile section 2). */
export interface LoggedSecret {
  readonly label: string;
  readonly clientRandom: Uint8Array;
  readonly secret: Uint8Array;
}

/** What one connection resumes: the secret of the earlier session, and its ticket. */
export interface ResumedSession {
  readonly version: number;
  /** TLS 1.3: the pre-shared key; TLS 1.2: the master secret. */
  readonly secret: Uint8Array;
  readonly ticket: TicketMaterial;
}

/** What a connection's handshake is made of. */
export interface SessionParts {
  readonly cryptography: Cryptography;
  readonly offer: TlsOffer;
  readonly material: ConnectionMaterial;
  readonly resumed: ResumedSession | undefined;
}

/** What it is made of once the server has chosen. */
export interface AnsweredParts extends SessionParts {
  readonly answer: TlsAnswer;
  /** The server's Ed25519 private key. */
  readonly serverKey: Uint8Array;
  /** Its certificates, in DER. */
  chain(): readonly Uint8Array[];
  /** How many tickets the server has given out so far. */
  ticketsGiven(): number;
}

/** One connection's handshake and keys. Everything is made when it is asked for. */
export interface TlsSession {
  /** All handshake bytes of an end in an epoch. */
  handshake(end: 0 | 1, epoch: number): Uint8Array;
  /** A protected record around its plaintext, `padding` zeros behind it (TLS 1.3 alone). */
  seal(
    end: 0 | 1,
    epoch: number,
    sequence: number,
    type: number,
    plaintext: Uint8Array,
    padding: number,
  ): Uint8Array;
  /** The secret of an end's epoch; undefined where there is none, as in TLS 1.2. */
  trafficSecret(end: 0 | 1, epoch: number): Uint8Array | undefined;
  secrets(): LoggedSecret[];
  /** What a later connection resumes with a ticket of this one. */
  resumable(ticket: number): ResumedSession;
}

/** A ClientHello's bytes; a pre-shared key is bound to them (RFC 8446 section 4.2.11.2). */
export function clientHelloBytes({ cryptography, offer, material, resumed }: SessionParts): Uint8Array {
  const encode = (binder: Uint8Array) =>
    encodeHandshake(clientHelloOf(offer, material, resumed?.ticket, binder), TlsVersion.tls13);
  const unbound = encode(new Uint8Array(binderBytes));
  if (resumed?.version !== TlsVersion.tls13) return unbound;
  // What is hashed ends before the list of binders: two bytes of length, one more, and a single binder.
  const truncated = unbound.subarray(0, unbound.length - binderBytes - 3);
  const early = earlySecret(cryptography, resumed.secret);
  return encode(resumptionBinder(cryptography, early, cryptography.sha256(truncated)));
}
