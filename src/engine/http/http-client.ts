import { AppError, RecordKind, none } from '../../shared/trace/record';
import type { ByteStream, StreamListener, StreamTransport } from '../transport/byte-stream';
import type { HttpEnvironment } from './http-server';
import type { MessageHead } from './message';
import { MessageReader } from './message-reader';

export interface SessionTarget {
  readonly localAddress: number;
  readonly remoteAddress: number;
  readonly remotePort: number;
  /** The request's text: while more are to follow on the connection, and the last one's. */
  readonly requestTexts: readonly [string, string];
  /** Requests on one connection before it is closed. */
  readonly requests: number;
  readonly serverCloses: boolean;
}

/**
 * One user's session: requests over one connection, one after the other, opened with the first and closed after the
 * last. A connection that fails takes its unanswered requests with it; the next request opens another.
 */
export class HttpSession implements StreamListener {
  private stream: ByteStream | undefined;
  private reader: MessageReader;
  private isOpen = false;
  private readonly queued: number[] = [];
  private inFlight = -1;
  private begun = 0;

  constructor(
    private readonly environment: HttpEnvironment,
    private readonly transport: StreamTransport,
    private readonly target: SessionTarget,
  ) {
    this.reader = new MessageReader(environment.contents, environment.heads);
  }

  /** The user asks; `writer.cause` is the app.start record. */
  request(request: number): void {
    this.queued.push(request);
    this.begun += 1;
    if (!this.stream) this.connect();
    else this.sendNext();
  }

  onOpen(stream: ByteStream): void {
    this.stream = stream;
    this.isOpen = true;
    this.sendNext();
  }

  onData(stream: ByteStream, _bytes: number, total: number): void {
    this.reader.read(stream, total, (head) => this.takeResponse(head));
  }

  onEnd(stream: ByteStream): void {
    stream.close();
  }

  onError(_stream: ByteStream, error: number): void {
    this.fail(error);
  }

  onClosed(stream: ByteStream): void {
    if (this.inFlight >= 0) this.fail(AppError.reset);
    this.environment.contents.forget(stream.connection);
    this.environment.ledger.forget(stream.connection);
    this.stream = undefined;
    this.isOpen = false;
  }

  private connect(): void {
    const { target, environment } = this;
    this.reader = new MessageReader(environment.contents, environment.heads);
    const stream = this.transport.connect(target.localAddress, target.remoteAddress, target.remotePort, this);
    if (stream) this.stream = stream;
    else this.fail(AppError.noPorts);
  }

  /** HTTP/1.1 without pipelining: the next request waits for the last one's response. */
  private sendNext(): void {
    const { environment, stream } = this;
    if (!stream || !this.isOpen || this.inFlight >= 0) return;
    const request = this.queued.shift();
    if (request === undefined) return;
    const { writer, device, ledger } = environment;
    this.inFlight = request;
    const cause = writer.cause;
    writer.cause = writer.record(RecordKind.httpRequest, device, none, stream.connection, request, 0, 0);
    ledger.sent(stream.connection, request);
    stream.write(this.target.requestTexts[this.isLast ? 1 : 0]);
    writer.cause = cause;
  }

  private takeResponse(head: MessageHead): void {
    const { writer, device } = this.environment;
    const stream = this.stream;
    if (!stream || this.inFlight < 0) return;
    const status = Number(head.startLine.split(' ')[1] ?? 0);
    const cause = writer.cause;
    writer.cause = writer.record(
      RecordKind.httpResponseReceived,
      device,
      none,
      stream.connection,
      this.inFlight,
      status,
      0,
    );
    this.inFlight = -1;
    if (this.isLast && !this.target.serverCloses) stream.close();
    else this.sendNext();
    writer.cause = cause;
  }

  /** Whether every request of the session was asked for and sent. */
  private get isLast(): boolean {
    return this.queued.length === 0 && this.begun >= this.target.requests;
  }

  private fail(error: number): void {
    const { writer, device } = this.environment;
    const connection = this.stream?.connection ?? none;
    const failed = this.inFlight >= 0 ? [this.inFlight, ...this.queued] : [...this.queued];
    for (const request of failed)
      writer.record(RecordKind.appError, device, none, connection, request, 0, error);
    this.inFlight = -1;
    this.queued.length = 0;
    this.stream = undefined;
    this.isOpen = false;
  }
}
