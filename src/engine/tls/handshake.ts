/**
 * TLS. It knows who says what when in a handshake, how long it is, which stretch of plaintext a record seals (RFC
 * 8446, 5246). It never sees a cipher, or what carries it. Not here: cryptography: bytes are sealed by `src/bytes`
 * when somebody looks.
 */

import type { TlsAnswer, TlsOffer } from '../../shared/trace/tls';
import { TlsDirection } from '../../shared/trace/kinds/tls';
import type { TraceWriter } from '../trace/trace-writer';
import type { TlsLedger } from './ledger';

/** What a handshake needs of the host that it runs on. */
export interface HandshakeEnvironment {
  readonly device: number;
  readonly writer: TraceWriter;
  readonly ledger: TlsLedger;
  /** Bytes of a handshake message with its header: `wire/tls/handshake-lengths`. */
  messageLength(type: number, offer: TlsOffer, answer: TlsAnswer | undefined): number;
  /** Carries on after a time, nanoseconds; not at all if the host has crashed meanwhile. */
  later(delay: number, action: () => void): void;
}

/** What carries a handshake: TCP records, or QUIC's CRYPTO frames. */
export interface HandshakeCarrier {
  /** That many more bytes of the handshake stream of an epoch are to be sent; `record`: the tls.message record. */
  send(epoch: number, length: number, record: number): void;
  /** The flight is complete: what `send` brought may leave. */
  flush(): void;
  keysReady(epoch: number, use: 'read' | 'write'): void;
  /** The handshake is complete at this end. */
  established(applicationProtocol: string): void;
  /** The server would not read the early data: it has to be sent again. */
  earlyDataRejected(): void;
  /** This end has done computing: what had to wait can be read. */
  ready(): void;
  /** `error`: AppError. */
  failed(error: number): void;
}

/** One end of a handshake, whatever carries it. */
export interface Handshake {
  /** Whether what has arrived must wait, because this end is busy computing. */
  readonly isBusy: boolean;
  /** `total` bytes of the peer's handshake stream of an epoch have arrived, in order. */
  receive(epoch: number, total: number): void;
  /** The connection is over: what this end was still computing comes to nothing. */
  end(): void;
}

/** How the detail of `tls.established` counts. */
const Outcome = { full: 0, resumed: 1, earlyDataAccepted: 2, earlyDataRejected: 3 } as const;

/** What both ends have in common. */
export abstract class HandshakeEnd implements Handshake {
  isBusy = false;
  private isOver = false;
  private readonly sent = [0, 0, 0, 0];
  /** How many of the peer's messages have been taken, by epoch. */
  private readonly taken = [0, 0, 0, 0];
  private readonly arrived = [0, 0, 0, 0];

  constructor(
    protected readonly environment: HandshakeEnvironment,
    protected readonly carrier: HandshakeCarrier,
    protected readonly connection: number,
    private readonly side: 0 | 1,
  ) {}

  receive(epoch: number, total: number): void {
    if (this.isOver) return;
    this.arrived[epoch] = total;
    this.proceed();
  }

  end(): void {
    this.isOver = true;
  }

  /** A whole message of the peer is there. */
  protected abstract take(type: number): void;

  protected send(epoch: number, type: number): void {
    const { ledger, writer, device } = this.environment;
    const { connection, side: end } = this;
    const answer = ledger.answerOf(connection);
    const length = this.environment.messageLength(type, ledger.offerOf(connection), answer);
    const offset = this.sent[epoch] as number;
    this.sent[epoch] = offset + length;
    ledger.message({ connection, end, epoch, type, offset, length });
    const record = writer.tlsMessage(device, connection, type, epoch, length, TlsDirection.sent);
    this.carrier.send(epoch, length, record);
  }

  /** Does something after the time that computing it takes, and then takes what has come meanwhile. */
  protected after(processing: number, action: () => void): void {
    if (processing === 0) {
      action();
      return;
    }
    const { writer } = this.environment;
    const { cause } = writer;
    this.isBusy = true;
    this.environment.later(processing, () => {
      if (this.isOver) return;
      writer.cause = cause;
      this.isBusy = false;
      action();
      this.proceed();
      this.carrier.ready();
    });
  }

  protected finish(version: number, outcome: number, protocol: string): void {
    const { writer, device } = this.environment;
    const cause = writer.cause;
    writer.cause = writer.tlsEstablished(device, this.connection, version, outcome);
    this.carrier.established(protocol);
    writer.cause = cause;
  }

  private proceed(): void {
    const { ledger, writer, device } = this.environment;
    const cause = writer.cause;
    for (let epoch = 0; epoch < 4 && !this.isBusy; epoch += 1) {
      const messages = ledger.messages(this.connection, this.side === 0 ? 1 : 0, epoch);
      while (!this.isBusy) {
        const message = messages[this.taken[epoch] as number];
        if (!message || message.offset + message.length > (this.arrived[epoch] as number)) break;
        this.taken[epoch] = (this.taken[epoch] as number) + 1;
        writer.cause = writer.tlsMessage(
          device,
          this.connection,
          message.type,
          epoch,
          message.length,
          TlsDirection.received,
        );
        this.take(message.type);
        writer.cause = cause;
      }
    }
  }
}

/** How a handshake came out, as the detail of `tls.established` tells. */
export function outcomeOf(offer: TlsOffer, answer: TlsAnswer): number {
  if (!answer.resumed) return offer.earlyData ? Outcome.earlyDataRejected : Outcome.full;
  if (!offer.earlyData) return Outcome.resumed;
  return answer.earlyDataAccepted ? Outcome.earlyDataAccepted : Outcome.earlyDataRejected;
}
