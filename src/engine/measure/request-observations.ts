import { RequestBytes } from '../../shared/lanes/lanes-bytes';
import { endAt } from '../../shared/trace/ends';
import { none } from '../../shared/trace/record';
import { read } from '../../shared/trace/record-reader';
import type { TraceReader } from '../../shared/trace/trace-reader';
import type { Watch } from './watch';

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

  constructor(private readonly trace: TraceReader) {
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

  readonly watch: Watch = {
    appStart: (seq) => {
      const request = this.of(seq);
      request.started = seq;
      request.workload = read.appStart.workload(this.trace, seq);
    },
    httpRequest: (seq) => {
      this.of(seq).sent = seq;
    },
    httpRequestReceived: (seq) => {
      this.of(seq).received = seq;
    },
    httpResponse: (seq) => {
      this.of(seq).answered = seq;
    },
    httpResponseReceived: (seq) => {
      const request = this.of(seq);
      request.completed = seq;
      request.status = read.httpResponseReceived.status(this.trace, seq);
    },
    appError: (seq) => {
      this.of(seq).failed = seq;
    },
    tcpDeliver: (seq) => {
      this.takeDelivery(seq, 0, read.tcpDeliver.bytes(this.trace, seq));
    },
    quicDeliver: (seq) => {
      const { stream, bytes } = read.quicDeliver;
      this.takeDelivery(seq, stream(this.trace, seq), bytes(this.trace, seq));
    },
  };

  /** The request that a record is about, and the connection that it names. */
  private of(seq: number): RequestObservation {
    const request = this.at(read.appStart.request(this.trace, seq));
    const connection = this.trace.connection(seq);
    if (connection !== none) request.connection = connection;
    return request;
  }

  /** Bytes of a stream are handed on by the transport: perhaps the first of a request, or of its response. */
  private takeDelivery(seq: number, stream: number, count: number): void {
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
