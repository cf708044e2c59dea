import { EventKind } from '../../kernel/event-kinds';
import type { HttpEnvironment } from './environment';

export interface Page {
  readonly path: string;
  readonly size: number;
  /** Nanoseconds until its response is made. */
  readonly think: number;
}

/** What a server says to a request. */
export interface Answer {
  readonly request: number;
  readonly status: number;
  /** Bytes of the body. */
  readonly bytes: number;
  /** The record of the request's arrival. */
  readonly cause: number;
}

interface Thought {
  readonly answer: Answer;
  readonly ready: (answer: Answer) => void;
}

/** What a server serves, whatever version of HTTP is spoken: pages after their thinking time, anything else with 404. */
export class Responder {
  private readonly pages: Map<string, Page>;
  private readonly thinking = new Map<number, Thought>();
  private tickets = 0;

  constructor(
    readonly environment: HttpEnvironment,
    pages: readonly Page[],
  ) {
    this.pages = new Map(pages.map((page) => [page.path, page]));
  }

  /** A whole request has been read; `ready` is called with its answer at once, or when it has been thought of. */
  take(
    connection: number,
    request: number,
    method: string,
    path: string,
    ready: (answer: Answer) => void,
  ): void {
    const { writer, device, events } = this.environment;
    const cause = writer.cause;
    writer.cause = writer.httpRequestReceived(device, connection, request);
    const page = this.pages.get(path);
    const status = method !== 'GET' ? 400 : page ? 200 : 404;
    const answer: Answer = { request, status, bytes: page?.size ?? 0, cause: writer.cause };
    if (page && page.think > 0) {
      const ticket = this.tickets++;
      this.thinking.set(ticket, { answer, ready });
      events.push(writer.now + page.think, EventKind.think, device, ticket);
    } else {
      ready(answer);
    }
    writer.cause = cause;
  }

  /** EventKind.think: the answer is ready. */
  thought(ticket: number): void {
    const thought = this.thinking.get(ticket);
    if (!thought) return;
    this.thinking.delete(ticket);
    this.environment.writer.cause = thought.answer.cause;
    thought.ready(thought.answer);
  }

  /** Records that a response is handed to the transport, and makes that the cause of what follows. */
  record(connection: number, { request, status, cause }: Answer): void {
    const { writer, device } = this.environment;
    writer.cause = writer.httpResponse(device, connection, request, status, cause);
  }
}
