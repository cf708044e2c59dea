import {
  HandshakeType,
  TlsEpoch,
  type QuicParameters,
  type TlsAnswer,
  type TlsOffer,
} from '../../shared/trace/tls';
import { HandshakeEnd, outcomeOf, type HandshakeCarrier, type HandshakeEnvironment } from './handshake';
import type { SessionCache } from './session-cache';
import type { TlsClientSettings } from './settings';

/** A client's handshake: RFC 8446 section 2 and, where the server knows no better, RFC 5246 section 7.3. */
export class ClientHandshake extends HandshakeEnd {
  /** What early data is written in; '' where none may be sent. */
  readonly earlyProtocol: string;
  /** Transport parameters of the session that is taken up, as its server declared them; undefined where there is none. */
  readonly remembered: QuicParameters | undefined;
  private readonly offer: TlsOffer;
  private tickets = 0;

  constructor(
    environment: HandshakeEnvironment,
    carrier: HandshakeCarrier,
    connection: number,
    private readonly settings: TlsClientSettings,
    private readonly sessions: SessionCache,
    private readonly server: string,
    quic?: QuicParameters,
  ) {
    super(environment, carrier, connection, 0);
    const { versions, serverName, protocols } = settings;
    const session = settings.resumes ? sessions.take(server, protocols, environment.writer.now) : undefined;
    const resumption =
      session && versions.includes(session.resumption.version) ? session.resumption : undefined;
    this.remembered = resumption && session?.quic;
    // RFC 8446 section 4.2.10: TLS 1.3 alone has early data. RFC 9000 section 7.4.1: over QUIC it keeps to remembered limits.
    const earlyData =
      settings.earlyData &&
      resumption?.version === 0x0304 &&
      (quic === undefined) === (this.remembered === undefined);
    this.earlyProtocol = earlyData && session ? session.protocol : '';
    this.offer = {
      connection,
      carrier: quic ? 'quic' : 'tcp',
      versions,
      serverName,
      protocols,
      resumption,
      earlyData,
      quic,
    };
  }

  /** Sends the ClientHello. */
  start(): void {
    this.environment.ledger.offer(this.offer);
    this.send(TlsEpoch.plaintext, HandshakeType.clientHello);
    if (this.offer.earlyData) this.carrier.keysReady(TlsEpoch.earlyData, 'write');
    this.carrier.flush();
  }

  protected take(type: number): void {
    const answer = this.environment.ledger.answerOf(this.connection);
    if (!answer) return;
    if (answer.version === 0x0304) this.takeTls13(type, answer);
    else this.takeTls12(type, answer);
  }

  private takeTls13(type: number, answer: TlsAnswer): void {
    const { carrier } = this;
    if (type === HandshakeType.serverHello) {
      carrier.keysReady(TlsEpoch.handshake, 'read');
      carrier.keysReady(TlsEpoch.handshake, 'write');
    } else if (type === HandshakeType.finished) {
      this.after(this.settings.processing, () => this.answerServerFinished(answer));
    } else if (type === HandshakeType.newSessionTicket) {
      this.keepTicket(answer);
    }
  }

  private answerServerFinished(answer: TlsAnswer): void {
    const { carrier, offer } = this;
    const rejected = offer.earlyData && !answer.earlyDataAccepted;
    // QUIC needs no EndOfEarlyData (RFC 9001 section 8.3).
    if (answer.earlyDataAccepted && offer.carrier === 'tcp')
      this.send(TlsEpoch.earlyData, HandshakeType.endOfEarlyData);
    this.send(TlsEpoch.handshake, HandshakeType.finished);
    carrier.flush();
    carrier.keysReady(TlsEpoch.application, 'read');
    carrier.keysReady(TlsEpoch.application, 'write');
    if (rejected) carrier.earlyDataRejected();
    this.finish(answer.version, outcomeOf(offer, answer), answer.protocol);
  }

  private takeTls12(type: number, answer: TlsAnswer): void {
    if (type === HandshakeType.serverHelloDone) {
      this.after(this.settings.processing, () => this.sendTls12Finished(true));
    } else if (type === HandshakeType.newSessionTicket) {
      this.keepTicket(answer);
    } else if (type === HandshakeType.finished) {
      // RFC 5246 section 7.3, abbreviated: the server finishes first.
      if (answer.resumed) this.sendTls12Finished(false);
      this.carrier.keysReady(TlsEpoch.application, 'read');
      this.finish(answer.version, outcomeOf(this.offer, answer), answer.protocol);
    }
  }

  private sendTls12Finished(withKeyExchange: boolean): void {
    if (withKeyExchange) this.send(TlsEpoch.plaintext, HandshakeType.clientKeyExchange);
    this.carrier.keysReady(TlsEpoch.application, 'write');
    this.send(TlsEpoch.application, HandshakeType.finished);
    this.carrier.flush();
  }

  private keepTicket({ version, protocol, quic }: TlsAnswer): void {
    const received = this.environment.writer.now;
    this.sessions.keep(this.server, {
      from: this.connection,
      ticket: this.tickets++,
      version,
      protocol,
      received,
      quic,
    });
  }
}
