import { none } from '../../../shared/trace/record';
import type { RequestPriority } from '../../http/common/fields';
import type { HttpConnection, HttpConnectionListener } from '../../http/common/http-connection';
import type { TraceWriter } from '../../trace/trace-writer';

/** Makes a connection and begins it. A failure may be told to `listener` before this returns. */
export type OpenConnection = (listener: HttpConnectionListener) => HttpConnection;

export interface PoolEnvironment {
  readonly device: number;
  readonly writer: TraceWriter;
}

/** A request that no connection has room for yet. */
export interface Waiting {
  readonly request: number;
  readonly path: string;
  readonly priority: RequestPriority | undefined;
}

/**
 * The connections that a client has to one server, as a browser keeps them: a request goes to a connection that has
 * room, and as long as some wait, more connections are opened, up to a limit.
 */
export class ClientPool implements HttpConnectionListener {
  private readonly connections: HttpConnection[] = [];
  private readonly queue: Waiting[] = [];
  private unanswered = 0;
  private isOpening = false;
  private failedOpenings = 0;
  private finishing = false;

  constructor(
    private readonly environment: PoolEnvironment,
    private readonly open: OpenConnection,
    private readonly limit: number,
  ) {}

  /** Asks for something; `writer.cause` is the app.start record. */
  request(request: number, path: string, priority?: RequestPriority): void {
    this.queue.push({ request, path, priority });
    this.unanswered += 1;
    this.dispatch();
  }

  /** Nothing more will be asked for: connections are closed once all is answered. */
  finish(): void {
    this.finishing = true;
    this.closeWhenDone();
  }

  /** Takes a connection in that somebody else opened. */
  adopt(connection: HttpConnection): void {
    this.connections.push(connection);
    this.dispatch();
  }

  onReady(): void {
    this.dispatch();
  }

  onRoom(): void {
    this.dispatch();
  }

  onResponse(): void {
    this.unanswered -= 1;
    this.dispatch();
    this.closeWhenDone();
  }

  onFailed(connection: HttpConnection, error: number, unanswered: readonly number[]): void {
    this.remove(connection);
    for (const request of unanswered) this.fail(request, error);
    // Whatever waits for a connection that cannot be had fails with it.
    if (!connection.isReady && this.connections.length === 0)
      for (const { request } of this.queue.splice(0)) this.fail(request, error);
    // What fails while it is being opened is dealt with once it is: another attempt from within would fail alike.
    if (this.isOpening) this.failedOpenings += 1;
    else this.dispatch();
  }

  onClosed(connection: HttpConnection): void {
    this.remove(connection);
    this.dispatch();
  }

  private dispatch(): void {
    for (const connection of this.connections) {
      while (this.queue.length > 0 && connection.isReady && connection.room > 0) {
        const next = this.queue.shift();
        if (next) connection.request(next.request, next.path, next.priority);
      }
    }
    this.openMore();
  }

  /** One connection for each request that none has room for; after one that cannot be had the rest waits for those there are. */
  private openMore(): void {
    if (this.isOpening) return;
    this.isOpening = true;
    const coming = this.connections.filter(({ isReady }) => !isReady).length;
    for (let more = this.queue.length - coming; more > 0 && this.connections.length < this.limit; more -= 1) {
      const { failedOpenings } = this;
      const connection = this.open(this);
      // What has failed already is gone.
      if (this.failedOpenings !== failedOpenings) break;
      this.connections.push(connection);
    }
    this.isOpening = false;
  }

  private fail(request: number, error: number): void {
    const { writer, device } = this.environment;
    this.unanswered -= 1;
    writer.appError(device, none, request, error);
  }

  private closeWhenDone(): void {
    if (!this.finishing || this.unanswered > 0) return;
    for (const connection of [...this.connections]) connection.close();
  }

  private remove(connection: HttpConnection): void {
    const at = this.connections.indexOf(connection);
    if (at >= 0) this.connections.splice(at, 1);
  }
}
