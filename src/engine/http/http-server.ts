import { RecordKind, none } from '../../shared/trace/record';
import { EventKind } from '../kernel/event-kinds';
import type { EventQueue } from '../kernel/event-queue';
import type { Contents } from '../trace/contents';
import type { TraceWriter } from '../trace/trace-writer';
import type { ByteStream, StreamListener } from '../transport/byte-stream';
import { responseHead, type HeadReader, type MessageHead } from './message';
import { MessageReader } from './message-reader';
import type { RequestLedger } from './request-ledger';

export interface Page {
  readonly path: string;
  readonly size: number;
  readonly think: number;
}

export interface HttpEnvironment {
  readonly device: number;
  readonly events: EventQueue;
  readonly writer: TraceWriter;
  readonly contents: Contents;
  readonly ledger: RequestLedger;
  readonly heads: HeadReader;
}

interface Answer {
  readonly stream: ByteStream;
  readonly request: number;
  readonly status: number;
  readonly bytes: number;
  readonly last: boolean;
  readonly cause: number;
}

/** An HTTP/1.1 server: answers what it serves after its thinking time, anything else with 404. */
export class HttpServer {
  private readonly pages: Map<string, Page>;
  private readonly thinking = new Map<number, Answer>();
  private tickets = 0;
  private readonly responseHeads = new Map<number, string>();

  constructor(
    private readonly environment: HttpEnvironment,
    pages: readonly Page[],
  ) {
    this.pages = new Map(pages.map((page) => [page.path, page]));
  }

  /** The listener of one accepted connection. */
  accept(): StreamListener {
    const { contents, ledger, heads } = this.environment;
    const reader = new MessageReader(contents, heads);
    return {
      onOpen: () => undefined,
      onData: (stream, _bytes, total) => reader.read(stream, total, (head) => this.take(stream, head)),
      onEnd: (stream) => stream.close(),
      onError: () => undefined,
      onClosed: (stream) => ledger.forget(stream.connection),
    };
  }

  /** EventKind.think: the answer is ready. */
  thought(ticket: number): void {
    const answer = this.thinking.get(ticket);
    if (!answer) return;
    this.thinking.delete(ticket);
    this.environment.writer.cause = answer.cause;
    this.answer(answer);
  }

  private take(stream: ByteStream, head: MessageHead): void {
    const { writer, device, ledger, events } = this.environment;
    const request = ledger.take(stream.connection);
    if (request < 0) return;
    const cause = writer.cause;
    writer.cause = writer.record(
      RecordKind.httpRequestReceived,
      device,
      none,
      stream.connection,
      request,
      0,
      0,
    );
    const [method, path = ''] = head.startLine.split(' ');
    const page = this.pages.get(path);
    const status = method !== 'GET' ? 400 : page ? 200 : 404;
    const answer: Answer = {
      stream,
      request,
      status,
      bytes: page?.size ?? 0,
      last: head.fields.get('connection') === 'close',
      cause: writer.cause,
    };
    if (page && page.think > 0) {
      const ticket = this.tickets++;
      this.thinking.set(ticket, answer);
      events.push(writer.now + page.think, EventKind.think, device, ticket);
    } else {
      this.answer(answer);
    }
    writer.cause = cause;
  }

  /** The head of such a response; made once. */
  private headOf(status: number, bytes: number, last: boolean): string {
    const key = (bytes * 1000 + status) * 2 + (last ? 1 : 0);
    let head = this.responseHeads.get(key);
    if (head === undefined) {
      head = responseHead(status, bytes, last);
      this.responseHeads.set(key, head);
    }
    return head;
  }

  private answer(answer: Answer): void {
    const { writer, device } = this.environment;
    const { stream, request, status, bytes, last } = answer;
    writer.cause = writer.record(
      RecordKind.httpResponse,
      device,
      none,
      stream.connection,
      request,
      status,
      0,
    );
    stream.write(this.headOf(status, bytes, last), bytes);
    if (last) stream.close();
  }
}
