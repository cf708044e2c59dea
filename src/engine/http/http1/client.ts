import { AppError, none } from '../../../shared/trace/record';
import type { ByteStream, StreamListener, StreamTransport } from '../../transport/byte-stream';
import type { HttpEnvironment } from '../common/environment';
import type { HttpConnection, HttpConnectionListener } from '../common/http-connection';
import type { HttpTarget } from '../common/http-target';
import { requestText, type MessageHead } from '../common/message-heads';
import { MessageReader } from './message-reader';

export interface Http1Options {
  /** Whether requests go out before the responses of those ahead are there (RFC 9112 section 9.3.2). */
  readonly pipelining: boolean;
  /** The request, counted from 1, after which somebody else closes the connection; Infinity: this end does, when told. */
  readonly lastRequest: number;
  /** Whether that last request asks the server to (RFC 9112 section 9.6). */
  readonly asksToClose: boolean;
}

const http1Defaults: Http1Options = { pipelining: false, lastRequest: Infinity, asksToClose: false };

/** A client's end of an HTTP/1.1 connection: RFC 9112. */
export class Http1ClientConnection implements HttpConnection, StreamListener {
  private stream: ByteStream | undefined;
  private readonly reader: MessageReader;
  private isOpen = false;
  private isClosing = false;
  private isClosed = false;
  /** Requests sent and not answered, oldest first. */
  private readonly unanswered: number[] = [];
  private sent = 0;

  constructor(
    private readonly environment: HttpEnvironment,
    private readonly target: HttpTarget,
    private readonly listener: HttpConnectionListener,
    private readonly options: Http1Options = http1Defaults,
  ) {
    this.reader = new MessageReader(environment.contents, environment.heads);
  }

  /** Begins the connection; false where no port is left, of which the listener was told. */
  connect(transport: StreamTransport): boolean {
    const { localAddress, remoteAddress, remotePort } = this.target;
    const stream = transport.connect(localAddress, remoteAddress, remotePort, this);
    if (stream) this.stream = stream;
    else this.fail(AppError.noPorts);
    return stream !== undefined;
  }

  get connection(): number {
    return this.stream?.connection ?? none;
  }

  get isReady(): boolean {
    return this.isOpen;
  }

  get room(): number {
    if (!this.isOpen || this.isClosing || this.sent >= this.options.lastRequest) return 0;
    if (this.options.pipelining) return Infinity;
    return this.unanswered.length === 0 ? 1 : 0;
  }

  request(request: number, path: string): void {
    const { environment, stream } = this;
    if (!stream) return;
    const { writer, device, ledger } = environment;
    this.unanswered.push(request);
    this.sent += 1;
    const cause = writer.cause;
    writer.cause = writer.httpRequest(device, stream.connection, request);
    ledger.sent(stream.connection, request);
    const asksToClose = this.options.asksToClose && this.sent >= this.options.lastRequest;
    stream.write(requestText(path, this.target.authority, asksToClose), 0, request);
    writer.cause = cause;
  }

  close(): void {
    this.isClosing = true;
    if (this.isOpen) this.closeWhenAnswered();
  }

  abandon(): void {
    this.stream?.abort();
  }

  onOpen(stream: ByteStream): void {
    this.stream = stream;
    this.isOpen = true;
    this.listener.onReady(this);
    this.closeWhenAnswered();
  }

  onData(stream: ByteStream, _bytes: number, total: number): void {
    this.reader.read(stream, total, (head) => this.takeResponse(stream, head));
  }

  onEnd(stream: ByteStream): void {
    stream.close();
  }

  onError(_stream: ByteStream, error: number): void {
    this.fail(error);
  }

  onClosed(stream: ByteStream): void {
    if (this.unanswered.length > 0) this.fail(AppError.reset);
    this.environment.contents.forget(stream.connection);
    this.environment.ledger.forget(stream.connection);
    this.isOpen = false;
    this.listener.onClosed(this);
  }

  private takeResponse(stream: ByteStream, head: MessageHead): void {
    const request = this.unanswered.shift();
    if (request === undefined) return;
    const { writer, device } = this.environment;
    const status = Number(head.startLine.split(' ')[1] ?? 0);
    const cause = writer.cause;
    const { connection } = stream;
    writer.cause = writer.httpResponseReceived(device, connection, request, status);
    this.listener.onResponse(this, request, status);
    if (!this.closeWhenAnswered() && this.room > 0) this.listener.onRoom(this);
    writer.cause = cause;
  }

  /** Closes where no response is missing and nobody else will. */
  private closeWhenAnswered(): boolean {
    if (!this.isClosing || this.unanswered.length > 0 || this.sent >= this.options.lastRequest) return false;
    if (!this.isClosed) this.stream?.close();
    this.isClosed = true;
    return true;
  }

  private fail(error: number): void {
    const unanswered = this.unanswered.splice(0);
    this.isOpen = false;
    this.listener.onFailed(this, error, unanswered);
  }
}
