import type { Decoded } from '../../encoding/decoded';
import { latin1Bytes } from '../../encoding/octets';
import { rememberedBy, type WrittenContents, type WrittenSpan } from '../definition/written-contents';
import { QpackDecoder, type QpackSection } from '../../qpack/decoder';
import { decodeVarint } from '../../encoding/varint';
import { Http3FrameType, Http3Setting, Http3StreamType } from '../../http3/constants';
import { decodeHttp3Frame } from '../../http3/decode';

/** What is known of one direction of an HTTP/3 connection. */
interface Direction {
  qpack: QpackDecoder;
  /** By stream: what a unidirectional stream is for (Http3StreamType). */
  readonly types: Map<number, number>;
  /** By `stream/offset` of the HEADERS frame. */
  readonly sections: Map<string, Decoded<QpackSection>>;
}

/**
 * The field sections of all HTTP/3 connections, read in the order in which they were written: what QPACK's
 * table held then, it need not hold at any later time.
 */
export class Http3SentSections {
  /** By connection * 2 + end. */
  private readonly directions = new Map<number, Direction>();
  private indexed = 0;

  constructor(private readonly written: WrittenContents) {}

  /** The section of the HEADERS frame at an offset of a stream; undefined: none was written there. */
  find(connection: number, end: 0 | 1, stream: number, offset: number): Decoded<QpackSection> | undefined {
    this.catchUp();
    return this.directions.get(connection * 2 + end)?.sections.get(`${stream}/${offset}`);
  }

  /** What a unidirectional stream is for: an Http3StreamType; undefined: not yet known. */
  streamType(connection: number, end: 0 | 1, stream: number): number | undefined {
    this.catchUp();
    return this.directions.get(connection * 2 + end)?.types.get(stream);
  }

  private catchUp(): void {
    const { written } = this;
    for (; this.indexed < written.spans.length; this.indexed += 1) {
      const span = written.spans[this.indexed]!;
      const text = written.textOf(this.indexed);
      if (text !== undefined && written.applicationOf(span.connection) === 'h3')
        this.take(span, latin1Bytes(text));
    }
  }

  private take(span: WrittenSpan, bytes: Uint8Array): void {
    const direction = this.direction(span.connection, span.end);
    // RFC 9000 section 2.1: the second bit of a stream's number tells unidirectional ones.
    if (span.stream & 2) this.takeUnidirectional(direction, span, bytes);
    else this.takeRequest(direction, span, bytes);
  }

  private takeUnidirectional(direction: Direction, span: WrittenSpan, bytes: Uint8Array): void {
    let rest = bytes;
    if (span.offset === 0) {
      const type = decodeVarint(bytes);
      if (!type.ok) return;
      direction.types.set(span.stream, type.value.value);
      rest = bytes.subarray(type.value.length);
    }
    const type = direction.types.get(span.stream);
    if (type === Http3StreamType.qpackEncoder) direction.qpack.takeEncoderStream(rest);
    if (type === Http3StreamType.control && span.offset === 0) this.takeSettings(span, rest);
  }

  /** What an end says in its settings is in force for what the other one sends. */
  private takeSettings(span: WrittenSpan, bytes: Uint8Array): void {
    const read = decodeHttp3Frame(bytes);
    if (!read.ok || read.value.frame.type !== 'SETTINGS') return;
    const capacity = read.value.frame.settings.find(
      ({ identifier }) => identifier === Http3Setting.qpackMaxTableCapacity,
    );
    this.direction(span.connection, span.end === 0 ? 1 : 0).qpack = new QpackDecoder(capacity?.value ?? 0);
  }

  private takeRequest(direction: Direction, span: WrittenSpan, bytes: Uint8Array): void {
    const read = decodeHttp3Frame(bytes);
    if (!read.ok || read.value.header.type !== Http3FrameType.headers) return;
    const { frame } = read.value;
    if (frame.type !== 'HEADERS') return;
    const section = direction.qpack.decode(span.stream, frame.section);
    direction.sections.set(`${span.stream}/${span.offset}`, section);
  }

  private direction(connection: number, end: 0 | 1): Direction {
    const key = connection * 2 + end;
    let direction = this.directions.get(key);
    if (!direction) {
      direction = { qpack: new QpackDecoder(), types: new Map(), sections: new Map() };
      this.directions.set(key, direction);
    }
    return direction;
  }
}

/** The field sections of contents, as far as they were read. */
export const sentSections = rememberedBy((written) => new Http3SentSections(written));
