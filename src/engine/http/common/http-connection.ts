import type { RequestPriority } from './fields';

/** A client's connection to a server, whatever version of HTTP it speaks. */
export interface HttpConnection {
  /** Row in the trace's connections; NONE while there is none. */
  readonly connection: number;
  /** Requests can be sent: the handshakes are done, or early data may go. */
  readonly isReady: boolean;
  /** How many more requests it takes now: one at a time for HTTP/1.1 without pipelining. */
  readonly room: number;
  /** Sends a request; only while there is room. `writer.cause` says why. `priority`: HTTP/1.1 knows none. */
  request(request: number, path: string, priority?: RequestPriority): void;
  /** No more requests will come: closed once all responses are there. */
  close(): void;
  /** Gives it up at once, with all that is unanswered. */
  abandon(): void;
}

/** What a client is told of its connection. */
export interface HttpConnectionListener {
  onReady(connection: HttpConnection): void;
  /** There is room again for requests. */
  onRoom(connection: HttpConnection): void;
  /** A whole response is there (`http.response-received` is recorded already). */
  onResponse(connection: HttpConnection, request: number, status: number): void;
  /** The connection is gone before its time; the requests sent on it and not answered. `error`: AppError. */
  onFailed(connection: HttpConnection, error: number, unanswered: readonly number[]): void;
  onClosed(connection: HttpConnection): void;
}
