import { AppError, none } from '../../../shared/trace/record';
import type { ByteStream, StreamListener, StreamTransport } from '../../transport/byte-stream';
import type { FieldLine } from '../../../wire/hpack/field-line';
import type { HttpEnvironment } from '../common/environment';
import { fieldValue, priorityOf, requestFields, type RequestPriority } from '../common/fields';
import type { HttpConnection, HttpConnectionListener } from '../common/http-connection';
import type { HttpTarget } from '../common/http-target';
import { Http2ConnectionEnd, type Http2Role } from './connection';
import type { Http2Stream } from './stream';

/** A client's end of an HTTP/2 connection: RFC 9113. */
export class Http2ClientConnection implements HttpConnection, StreamListener, Http2Role {
  private stream: ByteStream | undefined;
  private end: Http2ConnectionEnd | undefined;
  /** No new request goes out: this end closes, or the peer goes away. */
  private isDraining = false;
  private isClosed = false;
  /** RFC 9113 section 5.1.1: a client's streams are odd. */
  private nextStream = 1;
  /** Requests sent and not answered, in order, with their streams. */
  private readonly unanswered = new Map<number, number>();

  constructor(
    private readonly environment: HttpEnvironment,
    private readonly target: HttpTarget,
    private readonly listener: HttpConnectionListener,
  ) {}

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
    return this.end !== undefined;
  }

  get room(): number {
    if (!this.end || this.isDraining) return 0;
    return Math.max(0, this.end.peerStreams - this.end.streams.size);
  }

  request(request: number, path: string, priority?: RequestPriority): void {
    const { end } = this;
    if (!end) return;
    const { writer, device } = this.environment;
    const cause = writer.cause;
    writer.cause = writer.httpRequest(device, this.connection, request);
    const fields = requestFields(path, this.target.authority, priority);
    const stream = end.open(this.nextStream, request, priorityOf(fields));
    this.nextStream += 2;
    this.unanswered.set(request, stream.id);
    end.send(stream, fields, 0);
    writer.cause = cause;
  }

  /** The response to a request is no longer wanted. */
  cancel(request: number): void {
    const stream = this.end?.streams.get(this.unanswered.get(request) ?? 0);
    if (!stream) return;
    this.unanswered.delete(request);
    this.end?.reset(stream);
    this.closeWhenAnswered();
  }

  close(): void {
    this.isDraining = true;
    this.closeWhenAnswered();
  }

  abandon(): void {
    this.stream?.abort();
  }

  onOpen(stream: ByteStream): void {
    this.stream = stream;
    this.end = new Http2ConnectionEnd(this.environment, stream, this);
    this.end.begin();
    this.listener.onReady(this);
    this.closeWhenAnswered();
  }

  onData(_stream: ByteStream, _bytes: number, total: number): void {
    this.end?.read(total);
  }

  onRoom(): void {
    this.end?.sendData();
  }

  onSettings(): void {
    if (this.room > 0) this.listener.onRoom(this);
  }

  onEnd(stream: ByteStream): void {
    this.isDraining = true;
    stream.close();
  }

  onError(_stream: ByteStream, error: number): void {
    this.fail(error);
  }

  onClosed(stream: ByteStream): void {
    if (this.unanswered.size > 0) this.fail(AppError.reset);
    this.end = undefined;
    this.environment.contents.forget(stream.connection);
    this.environment.http2Frames.forget(stream.connection);
    this.listener.onClosed(this);
  }

  onHeaders(id: number, fields: readonly FieldLine[]): void {
    const stream = this.end?.streams.get(id);
    if (!stream) return;
    stream.status = Number(fieldValue(fields, ':status'));
    this.end?.receiveHeaders(stream);
  }

  /** The response is whole. */
  onEndStream({ request, status }: Http2Stream): void {
    if (!this.unanswered.delete(request)) return;
    const { writer, device } = this.environment;
    const { cause } = writer;
    writer.cause = writer.httpResponseReceived(device, this.connection, request, status);
    this.listener.onResponse(this, request, status);
    if (!this.closeWhenAnswered() && this.room > 0) this.listener.onRoom(this);
    writer.cause = cause;
  }

  /** The server would not serve a request; the connection carries what is under way to its end, and nothing new. */
  onReset({ request }: Http2Stream): void {
    if (!this.unanswered.delete(request)) return;
    this.isDraining = true;
    this.listener.onFailed(this, AppError.reset, [request]);
    this.closeWhenAnswered();
  }

  /** RFC 9113 section 6.8: streams above the last one that the server will serve may be asked for elsewhere. */
  onGoAway(lastStream: number): void {
    this.isDraining = true;
    for (const [request, id] of [...this.unanswered])
      if (id > lastStream) {
        this.unanswered.delete(request);
        this.listener.onFailed(this, AppError.reset, [request]);
      }
    this.closeWhenAnswered();
  }

  /** Says that it goes, and closes, once no response is missing. */
  private closeWhenAnswered(): boolean {
    if (!this.isDraining || !this.end || this.unanswered.size > 0) return false;
    if (!this.isClosed) {
      this.isClosed = true;
      // RFC 9113 section 6.8: the server has opened no streams.
      this.end.goAway(0);
      this.stream?.close();
    }
    return true;
  }

  private fail(error: number): void {
    const unanswered = [...this.unanswered.keys()];
    this.unanswered.clear();
    this.end = undefined;
    this.listener.onFailed(this, error, unanswered);
  }
}
