import { endOf } from '../../shared/trace/fold';
import { RecordKind, none } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';

/** How one request went, by the records' seqs; `none`: it did not come to that. */
export class RequestObservation {
  workload = none;
  started = none;
  connection = none;
  sent = none;
  /** The `tcp.deliver` in which its first byte was handed to the server's application. */
  firstByteAtServer = none;
  received = none;
  answered = none;
  /** The `tcp.deliver` in which its response's first byte was handed to the client's application. */
  firstByteAtClient = none;
  completed = none;
  failed = none;
  status = 0;
}

/** Messages in one direction of a connection: where each begins, and how many of them have begun to arrive. */
interface MessageStarts {
  readonly offsets: number[];
  /** The request that each belongs to, as far as it is known. */
  readonly requests: number[];
  delivered: number;
  begun: number;
}

/** Follows the `app.*`, `http.*` and `tcp.deliver` records of a trace. */
export class RequestObservations {
  readonly requests: RequestObservation[] = [];
  /** By connection * 2 + the end that wrote them. */
  private readonly messages = new Map<number, MessageStarts>();

  constructor(private readonly trace: Trace) {
    for (const span of trace.contents) {
      // A message begins with its head, the only text in a stream; bodies are filler.
      if (span.literal !== none) this.messagesOf(span.connection, span.end).offsets.push(span.offset);
    }
  }

  /** A request by its number. */
  at(number: number): RequestObservation {
    let request = this.requests[number];
    if (!request) {
      request = new RequestObservation();
      this.requests[number] = request;
    }
    return request;
  }

  take(seq: number, kind: number): void {
    const { trace } = this;
    const number = trace.a(seq);
    const request = this.at(number);
    if (trace.connection(seq) !== none) request.connection = trace.connection(seq);
    switch (kind) {
      case RecordKind.appStart:
        request.started = seq;
        request.workload = trace.b(seq);
        break;
      case RecordKind.httpRequest:
        request.sent = seq;
        // HTTP/1.1 answers in the order of the requests (RFC 9112 section 9.3.2).
        for (const end of [0, 1] as const) this.messagesOf(request.connection, end).requests.push(number);
        break;
      case RecordKind.httpRequestReceived:
        request.received = seq;
        break;
      case RecordKind.httpResponse:
        request.answered = seq;
        break;
      case RecordKind.httpResponseReceived:
        request.completed = seq;
        request.status = trace.b(seq);
        break;
      case RecordKind.appError:
        request.failed = seq;
        break;
    }
  }

  /** Bytes are handed to an application: perhaps the first of a message. */
  takeDelivery(seq: number): void {
    const { trace } = this;
    const row = trace.connection(seq);
    if (row === none) return;
    const reader = endOf(trace, row, trace.place(seq), seq);
    const messages = this.messagesOf(row, reader === 0 ? 1 : 0);
    messages.delivered += trace.a(seq);
    while ((messages.offsets[messages.begun] ?? Infinity) < messages.delivered) {
      const number = messages.requests[messages.begun];
      messages.begun += 1;
      if (number === undefined) continue;
      if (reader === 1) this.at(number).firstByteAtServer = seq;
      else this.at(number).firstByteAtClient = seq;
    }
  }

  private messagesOf(connection: number, end: number): MessageStarts {
    const key = connection * 2 + end;
    let messages = this.messages.get(key);
    if (!messages) {
      messages = { offsets: [], requests: [], delivered: 0, begun: 0 };
      this.messages.set(key, messages);
    }
    return messages;
  }
}
