import type { End } from '../../shared/trace/connections';
import { none } from '../../shared/trace/record';
import {
  HandshakeType,
  TlsContentType,
  TlsEpoch,
  type TlsOffer,
  type TlsRecord,
  type TlsResumption,
} from '../../shared/trace/tls';
import { tlsAnswerOf, tlsOfferOf } from '../../shared/trace/tls-tables';
import type { TraceReader } from '../../shared/trace/trace-reader';
import type { Cryptography } from '../../wire/cryptography/cryptography';
import type { StreamContents } from '../streams/stream-contents';
import { AlertDescription, TlsVersion } from '../../wire/tls/names';
import { OfferedSession } from './offered-session';
import { once } from './once';
import { encodeRecord, firstRecordVersion, legacyRecordVersion } from '../../wire/tls/record';
import { recordOverhead } from '../../wire/tls/record-protection';
import { RecentlyUsed } from './recently-used';
import type { LoggedSecret, ResumedSession, TlsSession } from './session';
import { RunMaterial } from './session-material';
import { Tls12Session } from './session12';
import { Tls13Session } from './session13';

/** Sealed records kept at hand: a stretch of stream is asked for segment by segment. */
const recordsKept = 512;
/** Handshakes kept at hand: each holds its messages, the certificates among them. */
const sessionsKept = 1024;
const masterSecretBytes = 48;
const preSharedKeyBytes = 32;

/**
 * All bytes of a run's TLS, made from the trace and its seed: handshake messages, secrets, sealed records. The trace
 * may go on growing.
 */
export class TlsBytes {
  private readonly sessions = new RecentlyUsed<number, TlsSession>(sessionsKept);
  /** By connection: the session that it resumes. */
  private readonly resumed = new Map<number, ResumedSession | undefined>();
  private readonly sealed = new RecentlyUsed<TlsRecord, Uint8Array>(recordsKept);
  private readonly tickets = new Map<number, number>();
  private messagesSeen = 0;

  constructor(
    private readonly trace: TraceReader,
    private readonly cryptography: Cryptography,
    private readonly contents: StreamContents,
  ) {}

  /**
   * The whole handshake stream of an end in an epoch; empty where there is none. Of what is not in the trace yet it may
   * hold more than was sent, never other bytes.
   */
  handshake(connection: number, end: 0 | 1, epoch: number): Uint8Array {
    return this.session(connection)?.handshake(end, epoch) ?? new Uint8Array();
  }

  /** The TLS 1.3 secret that protects what an end sends in an epoch; undefined where there is none (yet). */
  trafficSecret(connection: number, end: 0 | 1, epoch: number): Uint8Array | undefined {
    return this.session(connection)?.trafficSecret(end, epoch);
  }

  /** What a key log says of a connection. */
  secrets(connection: number): LoggedSecret[] {
    return this.session(connection)?.secrets() ?? [];
  }

  /** A record as it is on the wire; not to be written into. */
  record(record: TlsRecord): Uint8Array {
    const known = this.sealed.get(record);
    if (known) return known;
    const bytes = this.makeRecord(record);
    this.sealed.set(record, bytes);
    return bytes;
  }

  /** What a record carries. */
  plaintext(record: TlsRecord): Uint8Array {
    const { connection, end, epoch, type, from, bytes } = record;
    if (type === TlsContentType.changeCipherSpec) return Uint8Array.of(1);
    if (type === TlsContentType.alert) return alertOf(from);
    if (type === TlsContentType.handshake)
      return this.handshake(connection, end, epoch).slice(from, from + bytes);
    const plaintext = new Uint8Array(bytes);
    this.contents.copy({ connection, end, stream: 0 }, from, bytes, plaintext, 0);
    return plaintext;
  }

  /** What the run's hosts keep secret: their private keys, for whoever wants to verify what they sign. */
  get runMaterial(): RunMaterial {
    return this.material();
  }

  private readonly material = once(
    () => new RunMaterial(this.cryptography, this.trace.records.length > 0 ? this.trace.a(0) : 0),
  );

  private makeRecord(record: TlsRecord): Uint8Array {
    const { connection, end, epoch, type, sequence, length, bytes, from } = record;
    const plaintext = this.plaintext(record);
    if (epoch === TlsEpoch.plaintext || type === TlsContentType.changeCipherSpec) {
      // RFC 8446 section 5.1: the ClientHello's record may say an older version.
      const isFirst = type === TlsContentType.handshake && end === 0 && from === 0;
      return encodeRecord(type, isFirst ? firstRecordVersion : legacyRecordVersion, plaintext);
    }
    const session = this.session(connection);
    if (!session) throw new RangeError(`connection ${connection} has records and no handshake`);
    const padding = Math.max(0, length - recordOverhead - bytes);
    return session.seal(end, epoch, sequence, type, plaintext, padding);
  }

  private session(connection: number): TlsSession | undefined {
    const known = this.sessions.get(connection);
    if (known) return known;
    const offer = tlsOfferOf(this.trace, connection);
    if (!offer) return undefined;
    this.resumeUpTo(offer);
    const session = this.makeSession(offer);
    // Until the server has chosen, there is little to keep.
    if (!(session instanceof OfferedSession)) this.sessions.set(connection, session);
    return session;
  }

  private makeSession(offer: TlsOffer): TlsSession {
    const { connection } = offer;
    const run = this.material();
    const { cryptography } = this;
    const parts = {
      cryptography,
      offer,
      material: run.connection(connection),
      resumed: this.resumed.get(connection),
    };
    const answer = tlsAnswerOf(this.trace, connection);
    if (!answer) return new OfferedSession(parts);
    const answered = {
      ...parts,
      answer,
      serverKey: run.serverKey(offer.serverName),
      chain: () => run.chain(offer.serverName, answer.certificateBytes),
      ticketsGiven: () => this.ticketsGiven(connection),
    };
    return answer.version === TlsVersion.tls13 ? new Tls13Session(answered) : new Tls12Session(answered);
  }

  /**
   * Finds what a connection resumes. Sessions may have been resumed from one another many times over: they are taken
   * from the first on, so that none waits for a long line of others.
   */
  private resumeUpTo(offer: TlsOffer): void {
    const line: TlsOffer[] = [];
    let next: TlsOffer | undefined = offer;
    while (next && !this.resumed.has(next.connection)) {
      line.push(next);
      const from: number = next.resumption?.from ?? none;
      next = from === none ? undefined : tlsOfferOf(this.trace, from);
    }
    for (const one of line.reverse()) this.resumed.set(one.connection, this.resumedBy(one));
  }

  private resumedBy({ connection, resumption, serverName }: TlsOffer): ResumedSession | undefined {
    if (!resumption) return undefined;
    if (resumption.from !== none) return this.session(resumption.from)?.resumable(resumption.ticket);
    const { version } = resumption;
    const secretBytes = version === TlsVersion.tls13 ? preSharedKeyBytes : masterSecretBytes;
    const name = this.earlierVisit(connection, resumption, serverName);
    return { version, ...this.material().earlierSession(name, secretBytes) };
  }

  private earlierVisit(connection: number, { ticket }: TlsResumption, serverName: string): string {
    const device = (end: End) => this.trace.connections[connection]?.ends[end].device ?? none;
    return `visit ${ticket} before the run, device ${device(0)} to ${device(1)}, ${serverName}`;
  }

  private ticketsGiven(connection: number): number {
    const { messages } = this.trace.tls;
    for (; this.messagesSeen < messages.length; this.messagesSeen += 1) {
      const message = messages[this.messagesSeen]!;
      if (message.type === HandshakeType.newSessionTicket)
        this.tickets.set(message.connection, (this.tickets.get(message.connection) ?? 0) + 1);
    }
    return this.tickets.get(connection) ?? 0;
  }
}

/** RFC 8446 section 6: two alerts end nothing but themselves; all others are fatal. */
function alertOf(description: number): Uint8Array {
  const isWarning =
    description === AlertDescription.closeNotify || description === AlertDescription.userCanceled;
  return Uint8Array.of(isWarning ? 1 : 2, description);
}
