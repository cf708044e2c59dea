import { FlowBlock } from '../../../shared/trace/quic';
import { AppError, none } from '../../../shared/trace/record';
import type { ByteStream, StreamListener } from '../../transport/byte-stream';
import type {
  ConnectionListener,
  MultiplexedConnection,
  MultiplexedStream,
  OpensMultiplexed,
} from '../../transport/multiplexed';
import { Http3Error } from '../../../wire/http3/constants';
import type { HttpEnvironment } from '../common/environment';
import { fieldValue, requestFields, type RequestPriority } from '../common/fields';
import type { HttpConnection, HttpConnectionListener } from '../common/http-connection';
import type { HttpTarget } from '../common/http-target';
import type { Http3Carried } from '../common/http3-carried';
import { Http3ConnectionEnd } from './connection';
import { http3Defaults, type Http3Parameters } from './parameters';

/** A request under way. */
interface Exchange {
  readonly request: number;
  readonly path: string;
  readonly priority: RequestPriority | undefined;
  /** The record that asked for it. */
  readonly cause: number;
  stream: MultiplexedStream | undefined;
  status: number;
  /** The response's head is there and can be read. */
  hasHead: boolean;
  /** The response's last byte is there. */
  hasEnded: boolean;
}

/** A client's end of an HTTP/3 connection: RFC 9114. Each request has a stream of its own. */
export class Http3ClientConnection implements HttpConnection, ConnectionListener {
  private transport: MultiplexedConnection | undefined;
  private end: Http3ConnectionEnd | undefined;
  private isDraining = false;
  private isClosed = false;
  /** By request, in the order asked. */
  private readonly exchanges = new Map<number, Exchange>();

  constructor(
    private readonly environment: HttpEnvironment,
    private readonly target: HttpTarget,
    private readonly listener: HttpConnectionListener,
    private readonly parameters: Http3Parameters = http3Defaults,
  ) {}

  /** Begins the connection; false where no port is left, of which the listener was told. */
  connect(transport: OpensMultiplexed): boolean {
    const { localAddress, remoteAddress, remotePort } = this.target;
    const connection = transport.connect(localAddress, remoteAddress, remotePort, this);
    if (connection) this.transport = connection;
    else this.fail(AppError.noPorts);
    return connection !== undefined;
  }

  get connection(): number {
    return this.transport?.connection ?? none;
  }

  get isReady(): boolean {
    return this.end !== undefined;
  }

  /** Without a limit of its own: requests that the peer allows no stream for wait here. */
  get room(): number {
    return this.end && !this.isDraining ? Infinity : 0;
  }

  request(request: number, path: string, priority?: RequestPriority): void {
    const { cause } = this.environment.writer;
    const exchange: Exchange = {
      request,
      path,
      priority,
      cause,
      stream: undefined,
      status: 0,
      hasHead: false,
      hasEnded: false,
    };
    this.exchanges.set(request, exchange);
    if (this.send(exchange)) return;
    const { writer, device } = this.environment;
    writer.httpBlocked(device, this.connection, request, FlowBlock.streamLimit);
  }

  /** The response to a request is no longer wanted (RFC 9114 section 4.1.1). */
  cancel(request: number): void {
    const exchange = this.exchanges.get(request);
    if (!exchange) return;
    this.exchanges.delete(request);
    if (exchange.stream) {
      this.end?.cancelSections(exchange.stream.stream);
      exchange.stream.stopSending(Http3Error.requestCancelled);
    }
    this.closeWhenAnswered();
  }

  close(): void {
    this.isDraining = true;
    this.closeWhenAnswered();
  }

  abandon(): void {
    this.exchanges.clear();
    this.isClosed = true;
    this.transport?.close(Http3Error.requestCancelled);
  }

  onOpen(connection: MultiplexedConnection): void {
    this.transport = connection;
    this.end = new Http3ConnectionEnd(
      this.environment,
      connection,
      (identifier) => this.takeGoAway(identifier),
      this.parameters,
    );
    this.end.begin();
    this.listener.onReady(this);
    this.closeWhenAnswered();
  }

  onEstablished(): void {
    // Requests may have gone out as early data before this.
  }

  onStream(_connection: MultiplexedConnection, stream: MultiplexedStream): StreamListener {
    // RFC 9114 section 6.1: servers open no bidirectional streams.
    return this.end ? this.end.acceptUnidirectional(stream) : silent;
  }

  onStreamsAllowed(): void {
    const { writer, device } = this.environment;
    const { cause } = writer;
    for (const exchange of [...this.exchanges.values()]) {
      if (exchange.stream) continue;
      if (!this.send(exchange)) break;
      writer.httpUnblocked(device, this.connection, exchange.request);
    }
    writer.cause = cause;
  }

  onError(_connection: MultiplexedConnection, error: number): void {
    this.fail(error);
  }

  onClosed(connection: MultiplexedConnection): void {
    if (this.exchanges.size > 0) this.fail(AppError.reset);
    this.end = undefined;
    this.environment.http3Frames.forget(connection.connection);
    this.environment.contents.forget(connection.connection);
    this.listener.onClosed(this);
  }

  /** Opens a stream and writes the request to it; false where the peer allows none now. */
  private send(exchange: Exchange): boolean {
    const { end } = this;
    if (!end) return false;
    const { writer, device } = this.environment;
    const { request, path, priority } = exchange;
    const stream = end.transport.open('bidirectional', this.responses(exchange));
    if (!stream) return false;
    exchange.stream = stream;
    const cause = writer.cause;
    writer.cause = writer.httpRequest(device, this.connection, request, exchange.cause);
    end.send(end.writer(stream), requestFields(path, this.target.authority, priority), 0, request);
    stream.close();
    writer.cause = cause;
    return true;
  }

  /** Who listens to a request's stream, which has a number only once it is open. */
  private responses(exchange: Exchange): StreamListener {
    let inner: StreamListener | undefined;
    return {
      onOpen: () => undefined,
      onData: (stream, bytes, total) => {
        inner ??= this.end?.listen(stream, (frame) => this.take(exchange, frame));
        inner?.onData(stream, bytes, total);
      },
      onEnd: () => {
        exchange.hasEnded = true;
        this.finish(exchange);
      },
      onError: (_stream, error) => this.lose(exchange, error),
      onClosed: (stream: ByteStream) =>
        this.environment.http3Frames.forgetStream(stream.connection, stream.stream),
    };
  }

  private take(exchange: Exchange, frame: Http3Carried): void {
    if (frame.type !== 'HEADERS' || !this.exchanges.has(exchange.request)) return;
    this.end?.readSection(exchange.stream?.stream ?? 0, frame.requiredInsertCount, () => {
      exchange.status = Number(fieldValue(frame.fields, ':status'));
      exchange.hasHead = true;
      this.finish(exchange);
    });
  }

  /** Tells of a response once it is whole, which is when its stream ends (RFC 9114 section 4.1). */
  private finish(exchange: Exchange): void {
    const { request, status, hasHead, hasEnded } = exchange;
    if (!hasHead || !hasEnded || !this.exchanges.delete(request)) return;
    const { writer, device } = this.environment;
    const { cause } = writer;
    writer.cause = writer.httpResponseReceived(device, this.connection, request, status);
    this.listener.onResponse(this, request, status);
    if (!this.closeWhenAnswered() && this.room > 0) this.listener.onRoom(this);
    writer.cause = cause;
  }

  /** A stream failed alone: the connection carries what is under way to its end, and nothing new. */
  private lose(exchange: Exchange, error: number): void {
    if (!this.exchanges.delete(exchange.request)) return;
    if (exchange.stream && !exchange.hasHead) this.end?.cancelSections(exchange.stream.stream);
    this.isDraining = true;
    this.listener.onFailed(this, error, [exchange.request]);
    this.closeWhenAnswered();
  }

  /** RFC 9114 section 5.2: requests on streams from `identifier` on were not served, and will not be. */
  private takeGoAway(identifier: number): void {
    this.isDraining = true;
    for (const exchange of [...this.exchanges.values()])
      if (!exchange.stream || exchange.stream.stream >= identifier) this.lose(exchange, AppError.reset);
    this.closeWhenAnswered();
  }

  private closeWhenAnswered(): boolean {
    if (!this.isDraining || !this.end || this.exchanges.size > 0) return false;
    if (!this.isClosed) {
      this.isClosed = true;
      // RFC 9114 section 5.2: a client names the pushes that it takes, of which there were none.
      this.end.goAway(0);
      this.transport?.close(Http3Error.noError);
    }
    return true;
  }

  private fail(error: number): void {
    const unanswered = [...this.exchanges.keys()];
    this.exchanges.clear();
    this.end = undefined;
    this.listener.onFailed(this, error, unanswered);
  }
}

const silent: StreamListener = {
  onOpen: () => undefined,
  onData: () => undefined,
  onEnd: () => undefined,
  onError: () => undefined,
  onClosed: () => undefined,
};
