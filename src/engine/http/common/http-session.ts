import type { HttpEnvironment } from './environment';
import type { HttpConnection, HttpConnectionListener } from './http-connection';

/** Makes a connection and begins it; `requests`: how many it is to carry. A failure may be told before this returns. */
export type OpenConnection = (listener: HttpConnectionListener, requests: number) => HttpConnection;

interface Asked {
  readonly request: number;
  readonly path: string;
}

/**
 * One user's session: requests over one connection, opened with the first and closed after the last. A connection that
 * fails takes its unanswered requests with it; the next request opens another.
 */
export class HttpSession implements HttpConnectionListener {
  private connection: HttpConnection | undefined;
  private readonly queued: Asked[] = [];
  private begun = 0;

  /** `requests`: how many the session will have. */
  constructor(
    private readonly environment: HttpEnvironment,
    private readonly open: OpenConnection,
    private readonly requests: number,
  ) {}

  /** The user asks; `writer.cause` is the app.start record. */
  request(request: number, path: string): void {
    this.queued.push({ request, path });
    this.begun += 1;
    if (this.connection) this.send(this.connection);
    else this.connect();
  }

  onReady(connection: HttpConnection): void {
    this.connection = connection;
    this.send(connection);
  }

  onRoom(connection: HttpConnection): void {
    this.send(connection);
  }

  onResponse(): void {
    // The trace tells; nobody waits for one.
  }

  onFailed(connection: HttpConnection, error: number, unanswered: readonly number[]): void {
    const { writer, device } = this.environment;
    const failed = [...unanswered, ...this.queued.splice(0).map(({ request }) => request)];
    for (const request of failed) writer.appError(device, connection.connection, request, error);
    this.connection = undefined;
  }

  onClosed(): void {
    this.connection = undefined;
  }

  private connect(): void {
    const asked = this.queued.length;
    const connection = this.open(this, this.requests - this.begun + asked);
    // What has failed already is gone, with all that was asked.
    if (this.queued.length === asked) this.connection = connection;
  }

  private send(connection: HttpConnection): void {
    while (connection.room > 0) {
      const next = this.queued.shift();
      if (!next) return;
      const isLast = this.queued.length === 0 && this.begun >= this.requests;
      connection.request(next.request, next.path);
      if (isLast) connection.close();
    }
  }
}
