import { FlowBlock } from '../../../shared/trace/quic';
import { AppError, none } from '../../../shared/trace/record';
import type { ByteStream, StreamListener, StreamTransport } from '../../transport/byte-stream';
import type { FieldLine } from '../../../wire/hpack/field-line';
import { Http2Error } from '../../../wire/http2/constants';
import type { HttpEnvironment } from '../common/environment';
import { fieldValue, priorityOf, requestFields, type RequestPriority } from '../common/fields';
import type { HttpConnection, HttpConnectionListener } from '../common/http-connection';
import type { HttpTarget } from '../common/http-target';
import { Http2ConnectionEnd, type Http2Role } from './connection';
import type { Http2Stream } from './stream';

/** A request as it was asked for, and the stream that it is on. */
interface Sent {
  readonly path: string;
  readonly priority: RequestPriority | undefined;
  /** The record that asked for it. */
  readonly cause: number;
  readonly stream: number;
}

/** A client's end of an HTTP/2 connection: RFC 9113. */
export class Http2ClientConnection implements HttpConnection, StreamListener, Http2Role {
  private stream: ByteStream | undefined;
  private end: Http2ConnectionEnd | undefined;
  /** No new request goes out: this end closes, or the peer goes away. */
  private isDraining = false;
  private isClosed = false;
  /** RFC 9113 section 5.1.1: a client's streams are odd. */
  private nextStream = 1;
  /** Requests sent and not answered, in order. */
  private readonly unanswered = new Map<number, Sent>();
  /** Requests that the server did not take, since it serves no more streams at once: they go again, first of all. */
  private readonly refused = new Map<number, Sent>();

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
    return this.isDraining ? 0 : Math.max(0, this.freeStreams - this.refused.size);
  }

  /** Streams that the server allows besides those that are open. */
  private get freeStreams(): number {
    return this.end ? this.end.peerStreams - this.end.streams.size : 0;
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
    this.unanswered.set(request, { path, priority, cause, stream: stream.id });
    end.send(stream, fields, 0);
    writer.cause = cause;
  }

  /** The response to a request is no longer wanted. */
  cancel(request: number): void {
    if (this.refused.delete(request)) {
      this.closeWhenAnswered();
      return;
    }
    const stream = this.end?.streams.get(this.unanswered.get(request)?.stream ?? 0);
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
    this.askAgain();
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
    if (this.unanswered.size + this.refused.size > 0) this.fail(AppError.reset);
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
    this.askAgain();
    this.listener.onResponse(this, request, status);
    if (!this.closeWhenAnswered() && this.room > 0) this.listener.onRoom(this);
    writer.cause = cause;
  }

  /** The server would not serve a request; the connection carries what is under way to its end, and nothing new. */
  onReset({ request }: Http2Stream, error: number): void {
    const sent = this.unanswered.get(request);
    if (!sent) return;
    this.unanswered.delete(request);
    // RFC 9113 section 8.7: of a refused stream nothing was done, so that it may be asked for again.
    if (error === Http2Error.refusedStream) {
      this.refused.set(request, sent);
      this.environment.writer.httpBlocked(
        this.environment.device,
        this.connection,
        request,
        FlowBlock.streamLimit,
      );
      this.askAgain();
      return;
    }
    this.isDraining = true;
    this.listener.onFailed(this, AppError.reset, [request]);
    this.closeWhenAnswered();
  }

  /** RFC 9113 section 6.8: streams above the last one that the server will serve may be asked for elsewhere. */
  onGoAway(lastStream: number): void {
    this.isDraining = true;
    const unserved = [...this.unanswered].filter(([, { stream }]) => stream > lastStream);
    for (const [request] of [...unserved, ...this.refused]) {
      this.unanswered.delete(request);
      this.refused.delete(request);
      this.listener.onFailed(this, AppError.reset, [request]);
    }
    this.closeWhenAnswered();
  }

  /** Sends what was refused, as far as there is room for it now. */
  private askAgain(): void {
    const { writer, device } = this.environment;
    const { cause } = writer;
    for (const [request, { path, priority, cause: asked }] of this.refused) {
      if (this.freeStreams <= 0) break;
      this.refused.delete(request);
      writer.httpUnblocked(device, this.connection, request);
      writer.cause = asked;
      this.request(request, path, priority);
      writer.cause = cause;
    }
  }

  /** Says that it goes, and closes, once no response is missing. */
  private closeWhenAnswered(): boolean {
    if (!this.isDraining || !this.end || this.unanswered.size + this.refused.size > 0) return false;
    if (!this.isClosed) {
      this.isClosed = true;
      // RFC 9113 section 6.8: the server has opened no streams.
      this.end.goAway(0);
      this.stream?.close();
    }
    return true;
  }

  private fail(error: number): void {
    const unanswered = [...this.unanswered.keys(), ...this.refused.keys()];
    this.unanswered.clear();
    this.refused.clear();
    this.end = undefined;
    this.listener.onFailed(this, error, unanswered);
  }
}
