import type { StreamListener } from '../transport/byte-stream';
import type { HttpEnvironment } from './environment';
import { Http1ServerConnection, ResponseHeads } from './http1/server';
import { Responder, type Page } from './responder';

/** A server of pages, in whatever version of HTTP its clients speak. */
export class HttpServer {
  private readonly responder: Responder;
  private readonly heads = new ResponseHeads();

  constructor(environment: HttpEnvironment, pages: readonly Page[]) {
    this.responder = new Responder(environment, pages);
  }

  /** The listener of one accepted byte stream. */
  accept(): StreamListener {
    return new Http1ServerConnection(this.responder, this.heads);
  }

  /** EventKind.think: an answer is ready. */
  thought(ticket: number): void {
    this.responder.thought(ticket);
  }
}
