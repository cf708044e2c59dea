import { AppError } from '../../shared/trace/record';
import {
  HandshakeType,
  TlsEpoch,
  type QuicParameters,
  type TlsAnswer,
  type TlsOffer,
} from '../../shared/trace/tls';
import { HandshakeEnd, outcomeOf, type HandshakeCarrier, type HandshakeEnvironment } from './handshake';
import type { TlsServerSettings } from './settings';

/** A server's handshake. */
export class ServerHandshake extends HandshakeEnd {
  constructor(
    environment: HandshakeEnvironment,
    carrier: HandshakeCarrier,
    connection: number,
    private readonly settings: TlsServerSettings,
    private readonly quic?: QuicParameters,
  ) {
    super(environment, carrier, connection, 1);
  }

  protected take(type: number): void {
    const { ledger } = this.environment;
    if (type === HandshakeType.clientHello) {
      this.negotiate(ledger.offerOf(this.connection));
      return;
    }
    const answer = ledger.answerOf(this.connection);
    if (!answer || type !== HandshakeType.finished) return;
    if (answer.version === 0x0304) this.finishTls13(answer);
    else this.finishTls12(answer);
  }

  private negotiate(offer: TlsOffer): void {
    const { settings } = this;
    const version = settings.versions.find((candidate) => offer.versions.includes(candidate));
    const protocol = offer.protocols.length
      ? settings.protocols.find((candidate) => offer.protocols.includes(candidate))
      : '';
    if (version === undefined || protocol === undefined) {
      this.carrier.failed(AppError.tlsAlert);
      return;
    }
    const resumed = offer.resumption?.version === version;
    const answer: TlsAnswer = {
      connection: this.connection,
      version,
      protocol,
      resumed,
      earlyDataAccepted: offer.earlyData && resumed && settings.acceptsEarlyData,
      promisesTicket: settings.tickets > 0,
      certificateBytes: resumed ? 0 : settings.certificateBytes,
      quic: this.quic,
    };
    this.after(resumed ? settings.processingResumed : settings.processing, () => {
      this.environment.ledger.answer(answer);
      if (version === 0x0304) this.answerTls13(answer);
      else this.answerTls12(answer);
    });
  }

  private answerTls13(answer: TlsAnswer): void {
    const { carrier } = this;
    this.send(TlsEpoch.plaintext, HandshakeType.serverHello);
    if (answer.earlyDataAccepted) carrier.keysReady(TlsEpoch.earlyData, 'read');
    carrier.keysReady(TlsEpoch.handshake, 'read');
    carrier.keysReady(TlsEpoch.handshake, 'write');
    this.send(TlsEpoch.handshake, HandshakeType.encryptedExtensions);
    if (!answer.resumed) {
      this.send(TlsEpoch.handshake, HandshakeType.certificate);
      this.send(TlsEpoch.handshake, HandshakeType.certificateVerify);
    }
    this.send(TlsEpoch.handshake, HandshakeType.finished);
    carrier.keysReady(TlsEpoch.application, 'write');
    carrier.flush();
  }

  private finishTls13(answer: TlsAnswer): void {
    const { carrier, settings } = this;
    carrier.keysReady(TlsEpoch.application, 'read');
    for (let ticket = 0; ticket < settings.tickets; ticket += 1)
      this.send(TlsEpoch.application, HandshakeType.newSessionTicket);
    carrier.flush();
    this.finish(
      answer.version,
      outcomeOf(this.environment.ledger.offerOf(this.connection), answer),
      answer.protocol,
    );
  }

  private answerTls12(answer: TlsAnswer): void {
    this.send(TlsEpoch.plaintext, HandshakeType.serverHello);
    if (answer.resumed) {
      this.sendTls12Finished();
    } else {
      this.send(TlsEpoch.plaintext, HandshakeType.certificate);
      this.send(TlsEpoch.plaintext, HandshakeType.serverKeyExchange);
      this.send(TlsEpoch.plaintext, HandshakeType.serverHelloDone);
      this.carrier.flush();
    }
  }

  private finishTls12(answer: TlsAnswer): void {
    this.carrier.keysReady(TlsEpoch.application, 'read');
    if (!answer.resumed) this.sendTls12Finished();
    this.finish(
      answer.version,
      outcomeOf(this.environment.ledger.offerOf(this.connection), answer),
      answer.protocol,
    );
  }

  /** RFC 5077 section 3.3: the ticket goes before the ChangeCipherSpec. */
  private sendTls12Finished(): void {
    if (this.settings.tickets > 0) this.send(TlsEpoch.plaintext, HandshakeType.newSessionTicket);
    this.carrier.keysReady(TlsEpoch.application, 'write');
    this.send(TlsEpoch.application, HandshakeType.finished);
    this.carrier.flush();
  }
}
