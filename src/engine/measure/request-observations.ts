import { RequestBytes } from '../../shared/lanes/lanes-bytes';
import { endAt } from '../../shared/trace/ends';
import { RecordKind, none } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';

/** How one request went, by the records' seqs; `none`: it did not come to that. */
export class RequestObservation {
  workload = none;
  started = none;
  connection = none;
  sent = none;
  /** The `tcp.deliver` or `quic.deliver` with which the server's application could read its first byte. */
  firstByteAtServer = none;
  received = none;
  answered = none;
  /** The same of its response's first byte at the client. */
  firstByteAtClient = none;
  completed = none;
  failed = none;
  status = 0;
}

/** Follows the `app.*` and `http.*` records of a trace, and the delivery of requests' bytes. */
export class RequestObservations {
  readonly requests: RequestObservation[] = [];
  private readonly bytes: RequestBytes;
  /** Bytes delivered so far, by connection, stream and end. */
  private readonly delivered = new Map<string, number>();

  constructor(private readonly trace: Trace) {
    this.bytes = new RequestBytes(trace);
    this.bytes.update();
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

  /** Bytes of a stream are handed on by the transport: perhaps the first of a request, or of its response. */
  takeDelivery(seq: number, stream: number, count: number): void {
    const { trace, bytes } = this;
    const row = trace.connection(seq);
    if (row === none) return;
    const reader = endAt(trace, row, seq);
    const writer = reader === 0 ? 1 : 0;
    const key = `${row} ${stream} ${writer}`;
    const from = this.delivered.get(key) ?? 0;
    this.delivered.set(key, from + count);
    const note = (number: number) => {
      const request = this.at(number);
      if (reader === 1 && request.firstByteAtServer === none) request.firstByteAtServer = seq;
      if (reader === 0 && request.firstByteAtClient === none) request.firstByteAtClient = seq;
    };
    // What TLS has not opened is no use to an application.
    const isSealed = trace.connections[row]?.protocol === 'tcp' && bytes.isSealed(row);
    if (isSealed) bytes.visitUsable(row, writer, from, from + count, note);
    else bytes.visit(row, stream, writer, from, from + count, note);
  }
}
