import { resolveHttp2, type Http2Parameters } from '../../../shared/protocols/protocol-parameters';
import { RecordKind, recordKindNames } from '../../../shared/trace/record';
import { EventKind } from '../../kernel/event-kinds';
import { EventQueue } from '../../kernel/event-queue';
import { Contents } from '../../trace/contents';
import { TraceWriter } from '../../trace/trace-writer';
import type { HttpEnvironment } from '../common/environment';
import type { FrameQueue } from '../common/frame-ledger';
import { FrameLedger } from '../common/frame-ledger';
import type { HttpConnection, HttpConnectionListener } from '../common/http-connection';
import { HeadReader } from '../common/message-heads';
import { RequestLedger } from '../common/request-ledger';
import type { Http2Carried } from '../common/http2-carried';
import type { Http3Carried } from '../common/http3-carried';

/** A ledger that remembers all frames that were written. */
export class RememberingLedger<Frame> extends FrameLedger<Frame> {
  /** By `connection/end/stream`. */
  readonly written = new Map<string, Frame[]>();

  override queue(connection: number, end: 0 | 1, stream = 0): FrameQueue<Frame> {
    const queue = super.queue(connection, end, stream);
    const key = `${connection}/${end}/${stream}`;
    if (this.written.has(key)) return queue;
    const frames: Frame[] = [];
    this.written.set(key, frames);
    const push = queue.push.bind(queue);
    queue.push = (offset, frame) => {
      frames.push(frame);
      push(offset, frame);
    };
    return queue;
  }
}

/** A record as tests like to read it. */
export interface ReadRecord {
  readonly kind: string;
  readonly device: number;
  readonly a: number;
  readonly b: number;
  readonly detail: number;
}

/** What HTTP at a client (device 0) and a server (device 1) needs, without hosts and links. */
export class HttpBench implements HttpConnectionListener {
  readonly events = new EventQueue();
  readonly writer = new TraceWriter();
  readonly contents = new Contents(this.writer);
  readonly http2Frames = new RememberingLedger<Http2Carried>();
  readonly http3Frames = new RememberingLedger<Http3Carried>();
  /** What the client was told: `ready`, `response 3 200`, ... */
  readonly told: string[] = [];
  private readonly ledger = new RequestLedger();
  private readonly heads = new HeadReader();

  constructor(
    private readonly http2: [client: Partial<Http2Parameters>, server: Partial<Http2Parameters>] = [{}, {}],
  ) {}

  environment(device: 0 | 1): HttpEnvironment {
    return {
      device,
      events: this.events,
      writer: this.writer,
      contents: this.contents,
      ledger: this.ledger,
      heads: this.heads,
      http2Frames: this.http2Frames,
      http3Frames: this.http3Frames,
      http2: { ...resolveHttp2(), ...this.http2[device] },
    };
  }

  /** Lets the thoughts of a server be thought, in order. */
  think(server: { thought(ticket: number): void }): void {
    while (this.events.pop()) {
      this.writer.now = this.events.time;
      if (this.events.kind === EventKind.think) server.thought(this.events.b);
    }
  }

  records(...kinds: number[]): ReadRecord[] {
    const { trace } = this.writer;
    return Array.from({ length: trace.records.length }, (_, seq) => ({
      kind: recordKindNames[trace.kind(seq)] ?? '',
      device: trace.place(seq),
      a: trace.a(seq),
      b: trace.b(seq),
      detail: trace.detail(seq),
      number: trace.kind(seq),
    }))
      .filter(({ number }) => kinds.includes(number))
      .map(({ kind, device, a, b, detail }) => ({ kind, device, a, b, detail }));
  }

  /** The requests answered, in that order. */
  answered(): number[] {
    return this.records(RecordKind.httpResponseReceived).map(({ a }) => a);
  }

  onReady(): void {
    this.told.push('ready');
  }
  onRoom(connection: HttpConnection): void {
    this.told.push(`room ${connection.room}`);
  }
  onResponse(_connection: HttpConnection, request: number, status: number): void {
    this.told.push(`response ${request} ${status}`);
  }
  onFailed(_connection: HttpConnection, error: number, unanswered: readonly number[]): void {
    this.told.push(`failed ${error} [${unanswered.join(' ')}]`);
  }
  onClosed(): void {
    this.told.push('closed');
  }
}

export const target = { localAddress: 1, remoteAddress: 2, remotePort: 443, authority: 'server' };
