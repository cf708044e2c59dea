import { AppError, none } from '../../shared/trace/record';
import { TlsContentType, TlsEpoch, type TlsRecord } from '../../shared/trace/tls';
import type { Contents } from '../trace/contents';
import type { ByteStream, CarrierStream, StreamListener } from '../transport/byte-stream';
import type { Handshake, HandshakeCarrier } from './handshake';
import type { TlsLedger } from './ledger';
import { PlaintextWriter } from './plaintext-writer';
import { RecordReader, RecordWriter } from './record-layer';

/** RFC 8446 section 6.1 and 6.2. */
const Alert = { closeNotify: 0, handshakeFailure: 40 } as const;

/** Makes the end's handshake, once its carrier is there. */
export type MakeHandshake = (
  carrier: HandshakeCarrier,
  connection: number,
) => Handshake & { start?(): void; earlyProtocol?: string };

/**
 * One end of a TLS connection over TCP: what the application sees is a byte stream again. To TCP it is the application.
 */
export class TlsStream implements ByteStream, HandshakeCarrier, StreamListener<CarrierStream> {
  readonly stream = 0;
  applicationProtocol = '';
  private carrier: CarrierStream | undefined;
  private handshake: ReturnType<MakeHandshake> | undefined;
  private writer: RecordWriter | undefined;
  private reader: RecordReader | undefined;
  /** Bytes of TCP's stream that have arrived. */
  private arrived = 0;
  private plaintext: PlaintextWriter | undefined;
  private plaintextRead = 0;
  private writeEpoch: number = TlsEpoch.plaintext;
  private isEstablished = false;
  private isOpen = false;
  private closeAsked = false;
  private closeSent = false;
  private changedCipherSpec = false;

  constructor(
    private readonly ledger: TlsLedger,
    private readonly contents: Contents,
    private readonly listener: StreamListener,
    private readonly makeHandshake: MakeHandshake,
  ) {}

  get application(): string | undefined {
    return this.listener.application;
  }

  get connection(): number {
    return this.carrier?.connection ?? none;
  }
  get end(): 0 | 1 {
    return this.carrier?.end ?? 0;
  }
  get unsent(): number {
    return this.plaintext?.unsent ?? 0;
  }

  write(text: string, filler = 0, request = none): void {
    const { plaintext, contents } = this;
    if (!plaintext || this.closeAsked) return;
    const from = plaintext.written;
    if (text.length > 0) contents.write(this, from, text.length, text, request);
    if (filler > 0) contents.write(this, from + text.length, filler, undefined, request);
    plaintext.write(text.length + filler, this.writeEpoch);
  }

  awaitRoom(unsent: number): void {
    this.plaintext?.awaitRoom(unsent);
  }

  close(): void {
    if (this.closeAsked) return;
    this.closeAsked = true;
    if (this.handshake) this.closeWhenSealed();
    else this.carrier?.close();
  }

  abort(): void {
    this.carrier?.abort();
  }
  pauseReading(): void {
    this.carrier?.pauseReading();
  }
  resumeReading(): void {
    this.carrier?.resumeReading();
  }

  /** TCP has begun to open: the connection has its number. */
  attach(carrier: CarrierStream): void {
    this.carrier = carrier;
  }

  // What TCP tells.

  onOpen(carrier: CarrierStream): void {
    this.carrier = carrier;
    // As browsers and servers do: a flight's last record must not wait for the acknowledgement of the one before.
    carrier.sendWithoutDelay();
    this.reader = new RecordReader(this.ledger, carrier.connection, carrier.end === 0 ? 1 : 0);
    const handshake = this.makeHandshake(this, carrier.connection);
    this.handshake = handshake;
    const writer = new RecordWriter(carrier, this.ledger, 0x0304);
    this.writer = writer;
    this.plaintext = new PlaintextWriter(carrier, writer);
    handshake.start?.();
    if (handshake.earlyProtocol) {
      this.applicationProtocol = handshake.earlyProtocol;
      this.open();
    }
  }

  onData(_carrier: CarrierStream, _bytes: number, total: number): void {
    this.arrived = total;
    this.readRecords();
  }

  onEnd(carrier: CarrierStream): void {
    if (this.isOpen) this.listener.onEnd(this);
    else carrier.close();
  }

  onError(_carrier: CarrierStream, error: number): void {
    this.listener.onError(this, error);
  }

  onClosed(): void {
    this.handshake?.end();
    // Whatever is still written goes nowhere.
    this.closeAsked = true;
    this.plaintext = undefined;
    this.listener.onClosed(this);
    this.ledger.closed(this.connection);
  }

  onRoom(): void {
    const { plaintext } = this;
    plaintext?.seal(this.writeEpoch);
    this.closeWhenSealed();
    if (plaintext?.takeRoom()) this.listener.onRoom?.(this);
  }

  // What the handshake wants.

  send(epoch: number, length: number): void {
    const { writer, ledger, connection } = this;
    if (!writer) return;
    const answer = ledger.answerOf(connection);
    if (answer) writer.version = answer.version;
    // TLS 1.2 needs a ChangeCipherSpec before anything protected; middleboxes want one ever since (RFC 8446 appendix D.4).
    if (epoch > TlsEpoch.plaintext) this.changeCipherSpec();
    writer.handshake(epoch, length);
  }

  flush(): void {
    this.writer?.flush();
  }

  ready(): void {
    this.readRecords();
  }

  keysReady(epoch: number, use: 'read' | 'write'): void {
    if (use === 'read' || epoch === TlsEpoch.handshake) return;
    this.writeEpoch = epoch;
    if (epoch === TlsEpoch.earlyData) this.changeCipherSpec();
    else if (this.end === 1) this.openForEarlyData();
  }

  established(applicationProtocol: string): void {
    this.isEstablished = true;
    this.writeEpoch = TlsEpoch.application;
    this.applicationProtocol = applicationProtocol;
    if (!this.isOpen) this.open();
    this.closeWhenSealed();
  }

  earlyDataRejected(): void {
    this.writeEpoch = TlsEpoch.application;
    this.plaintext?.sealAgain(TlsEpoch.application);
  }

  failed(error: number): void {
    this.writer?.alert(TlsEpoch.plaintext, Alert.handshakeFailure);
    this.writer?.flush();
    this.carrier?.close();
    if (this.end === 0) this.listener.onError(this, error);
  }

  /** A server that took early data answers it before the client's handshake is over (RFC 8446 section 2.3). */
  private openForEarlyData(): void {
    const answer = this.ledger.answerOf(this.connection);
    if (!answer?.earlyDataAccepted) return;
    this.applicationProtocol = answer.protocol;
    this.open();
  }

  private open(): void {
    this.isOpen = true;
    this.listener.onOpen(this);
  }

  private changeCipherSpec(): void {
    if (this.changedCipherSpec) return;
    this.changedCipherSpec = true;
    this.writer?.changeCipherSpec();
  }

  /** The end of what was written follows its last byte. */
  private closeWhenSealed(): void {
    const hasKeys = this.isEstablished || this.writeEpoch === TlsEpoch.application;
    if (this.closeAsked && hasKeys && this.plaintext?.waiting === 0) this.sendClose();
  }

  /** RFC 8446 section 6.1: close_notify ends the writing direction, and TCP's FIN follows. */
  private sendClose(): void {
    if (this.closeSent) return;
    this.closeSent = true;
    this.writer?.alert(TlsEpoch.application, Alert.closeNotify);
    this.writer?.flush();
    this.carrier?.close();
  }

  private readRecords(): void {
    let plaintext = 0;
    while (!this.handshake?.isBusy) {
      const record = this.reader?.read(this.arrived);
      if (!record) break;
      if (record.type === TlsContentType.applicationData) plaintext += this.plaintextOf(record);
      else this.takeControl(record);
    }
    if (plaintext === 0) return;
    this.plaintextRead += plaintext;
    this.listener.onData(this, plaintext, this.plaintextRead);
  }

  /** Early data that this end does not take is skipped (RFC 8446 section 4.2.10); it will come again. */
  private plaintextOf(record: TlsRecord): number {
    const refused =
      record.epoch === TlsEpoch.earlyData && !this.ledger.answerOf(this.connection)?.earlyDataAccepted;
    return refused ? 0 : record.bytes;
  }

  private takeControl(record: TlsRecord): void {
    if (record.type === TlsContentType.handshake) {
      this.handshake?.receive(record.epoch, record.from + record.bytes);
    } else if (record.type === TlsContentType.alert && record.from !== Alert.closeNotify) {
      this.listener.onError(this, AppError.tlsAlert);
      this.carrier?.abort();
    }
  }
}
