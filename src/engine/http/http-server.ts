/**
 * HTTP. It knows requests and responses of HTTP/1.1, 2 and 3, at both ends of a connection. It never sees TCP or
 * QUIC: it sees the contracts of `transport`. Not here: caches, server push, trailers.
 */

import type { StreamListener } from '../transport/byte-stream';
import type { ConnectionListener } from '../transport/multiplexed';
import type { HttpEnvironment } from './common/environment';
import { Http1ServerConnection, ResponseHeads } from './http1/server';
import { Http2ServerConnection } from './http2/server';
import { Http3ServerConnection } from './http3/server';
import { Responder, type Page } from './common/responder';

/** A server of pages, in whatever version of HTTP its clients speak. */
export class HttpServer {
  private readonly responder: Responder;
  private readonly heads = new ResponseHeads();

  constructor(environment: HttpEnvironment, pages: readonly Page[]) {
    this.responder = new Responder(environment, pages);
  }

  /** The listener of one accepted byte stream. `protocol`: what was agreed on (ALPN); without h2 it is HTTP/1.1. */
  accept(protocol = ''): StreamListener {
    return protocol === 'h2'
      ? new Http2ServerConnection(this.responder)
      : new Http1ServerConnection(this.responder, this.heads);
  }

  /** The listener of one accepted connection of many streams: HTTP/3. */
  acceptMultiplexed(): ConnectionListener {
    return new Http3ServerConnection(this.responder);
  }

  /** EventKind.think: an answer is ready. */
  thought(ticket: number): void {
    this.responder.thought(ticket);
  }
}
