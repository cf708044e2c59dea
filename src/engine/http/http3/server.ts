import type { StreamListener } from '../../transport/byte-stream';
import type {
  ConnectionListener,
  MultiplexedConnection,
  MultiplexedStream,
} from '../../transport/multiplexed';
import type { FieldLine } from '../../../wire/hpack/field-line';
import { fieldValue, priorityOf, responseFields } from '../common/fields';
import type { Answer, Responder } from '../common/responder';
import { Http3ConnectionEnd } from './connection';
import { http3Defaults, type Http3Parameters } from './parameters';

/** A request as it comes in on its stream. */
interface Incoming {
  readonly stream: MultiplexedStream;
  request: number;
  fields: readonly FieldLine[] | undefined;
  hasEnded: boolean;
  isGone: boolean;
}

/** A server's end of an HTTP/3 connection: RFC 9114. */
export class Http3ServerConnection implements ConnectionListener {
  private end: Http3ConnectionEnd | undefined;
  /** RFC 9114 section 5.2: streams from this one on were not served. */
  private nextStream = 0;
  private isLeaving = false;

  constructor(
    private readonly responder: Responder,
    private readonly parameters: Http3Parameters = http3Defaults,
  ) {}

  onOpen(connection: MultiplexedConnection): void {
    // Early data may have come before.
    this.end ??= this.endOf(connection);
    this.end.begin();
  }

  onEstablished(): void {
    // Requests that came as early data are served already.
  }

  onStream(connection: MultiplexedConnection, stream: MultiplexedStream): StreamListener {
    const end = (this.end ??= this.endOf(connection));
    // RFC 9000 section 2.1: the second bit of a stream's number tells unidirectional ones.
    return stream.stream & 2 ? end.acceptUnidirectional(stream) : this.acceptRequest(end, stream);
  }

  onStreamsAllowed(): void {
    // A server opens no streams but its first three.
  }

  onError(): void {
    this.end = undefined;
  }

  onClosed(connection: MultiplexedConnection): void {
    this.end = undefined;
    this.responder.environment.http3Frames.forget(connection.connection);
  }

  /** Serves what was asked so far; the client closes when it has all of it (RFC 9114 section 5.2). */
  leave(): void {
    if (!this.isLeaving) this.end?.goAway(this.nextStream);
    this.isLeaving = true;
  }

  private endOf(connection: MultiplexedConnection): Http3ConnectionEnd {
    const { environment } = this.responder;
    return new Http3ConnectionEnd(environment, connection, () => undefined, this.parameters);
  }

  private acceptRequest(end: Http3ConnectionEnd, stream: MultiplexedStream): StreamListener {
    const incoming: Incoming = {
      stream,
      request: -1,
      fields: undefined,
      hasEnded: false,
      isGone: this.isLeaving,
    };
    if (!this.isLeaving) this.nextStream = Math.max(this.nextStream, stream.stream + 4);
    return end.listen(
      stream,
      (frame) => {
        if (frame.type !== 'HEADERS') return;
        end.readSection(stream.stream, frame.requiredInsertCount, () => {
          incoming.request = frame.request;
          incoming.fields = frame.fields;
          this.serve(end, incoming);
        });
      },
      {
        onEnd: () => {
          incoming.hasEnded = true;
          this.serve(end, incoming);
        },
        onError: () => {
          incoming.isGone = true;
        },
        onClosed: () => this.responder.environment.http3Frames.forgetStream(stream.connection, stream.stream),
      },
    );
  }

  /** Takes a request once it is whole: its head can be read, and its stream has ended. */
  private serve(end: Http3ConnectionEnd, incoming: Incoming): void {
    const { fields, hasEnded, isGone, request } = incoming;
    if (!fields || !hasEnded || isGone) return;
    const method = fieldValue(fields, ':method');
    const path = fieldValue(fields, ':path');
    const { connection } = end.transport;
    this.responder.take(connection, request, method, path, (answer) => this.answer(end, incoming, answer));
  }

  private answer(end: Http3ConnectionEnd, incoming: Incoming, answer: Answer): void {
    if (incoming.isGone || this.end !== end) return;
    const { stream } = incoming;
    const { urgency, incremental } = priorityOf(incoming.fields ?? []);
    stream.prioritise(urgency, incremental);
    this.responder.record(end.transport.connection, answer);
    const fields = responseFields(answer.status, answer.bytes);
    end.send(end.writer(stream), fields, answer.bytes, answer.request);
    stream.close();
    incoming.isGone = true;
  }
}
