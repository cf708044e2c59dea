import type { ByteStream, StreamListener } from '../../transport/byte-stream';
import type { FieldLine } from '../../../wire/hpack/field-line';
import { Http2Error } from '../../../wire/http2/constants';
import { fieldValue, priorityOf, responseFields } from '../common/fields';
import type { Answer, Responder } from '../common/responder';
import { Http2ConnectionEnd, isClosed, type Http2Role } from './connection';
import type { Http2Stream } from './stream';

/** A server's end of an HTTP/2 connection: RFC 9113. Responses go out as they are ready, in turns. */
export class Http2ServerConnection implements StreamListener, Http2Role {
  private end: Http2ConnectionEnd | undefined;
  private lastStream = 0;
  private isLeaving = false;
  /** Requests by stream, until their last frame is there. */
  private readonly fields = new Map<number, readonly FieldLine[]>();

  constructor(private readonly responder: Responder) {}

  onOpen(stream: ByteStream): void {
    this.end = new Http2ConnectionEnd(this.responder.environment, stream, this);
    this.end.begin();
  }

  onData(_stream: ByteStream, _bytes: number, total: number): void {
    this.end?.read(total);
  }

  onRoom(): void {
    this.end?.sendData();
  }

  onEnd(stream: ByteStream): void {
    stream.close();
  }

  onError(): void {
    this.end = undefined;
  }

  onClosed(stream: ByteStream): void {
    this.end = undefined;
    this.responder.environment.http2Frames.forget(stream.connection);
  }

  /** Serves what was asked so far, then closes (RFC 9113 section 6.8). */
  leave(): void {
    if (this.isLeaving) return;
    this.isLeaving = true;
    this.end?.goAway(this.lastStream);
    this.closeWhenServed();
  }

  onHeaders(id: number, fields: readonly FieldLine[], request: number): void {
    const { end } = this;
    // RFC 9113 section 6.8: streams above the one named in GOAWAY are not served.
    if (!end || this.isLeaving) return;
    // RFC 9113 section 5.1.2: a client that has not read the settings yet may ask for more than is served at once.
    const isTooMany = end.streams.size >= this.responder.environment.http2.maximumStreams;
    const stream = end.open(id, request, priorityOf(fields));
    end.receiveHeaders(stream);
    if (isTooMany) {
      end.reset(stream, Http2Error.refusedStream);
      return;
    }
    this.lastStream = id;
    this.fields.set(id, fields);
  }

  /** The request is whole. */
  onEndStream(stream: Http2Stream): void {
    const fields = this.fields.get(stream.id);
    const { end } = this;
    if (!fields || !end) return;
    this.fields.delete(stream.id);
    const method = fieldValue(fields, ':method');
    const path = fieldValue(fields, ':path');
    this.responder.take(end.stream.connection, stream.request, method, path, (answer) =>
      this.answer(stream, answer),
    );
  }

  onReset(stream: Http2Stream): void {
    this.fields.delete(stream.id);
    this.closeWhenServed();
  }

  onSettings(): void {
    // What may be sent has been reckoned anew already.
  }

  onGoAway(): void {
    // The client opens no more streams, and closes when it has what it asked for.
  }

  private answer(stream: Http2Stream, answer: Answer): void {
    const { end } = this;
    // The connection may be gone by now, or the client have lost interest.
    if (!end || isClosed(stream)) return;
    this.responder.record(end.stream.connection, answer);
    end.send(stream, responseFields(answer.status, answer.bytes), answer.bytes);
    this.closeWhenServed();
  }

  private closeWhenServed(): void {
    if (this.isLeaving && this.end?.streams.size === 0) this.end.stream.close();
  }
}
