import { none } from '../../../shared/trace/record';
import type { ByteStream, StreamListener } from '../../transport/byte-stream';
import type { MultiplexedConnection } from '../../transport/multiplexed';
import type { FieldLine } from '../../../wire/hpack/field-line';
import { Http3FrameType, Http3Setting, Http3StreamType } from '../../../wire/http3/constants';
import { encodeHttp3Frame, encodeHttp3FrameHeader } from '../../../wire/http3/encode';
import type { Http3SettingValue } from '../../../wire/http3/frame';
import { encodeDecoderInstructions } from '../../../wire/qpack/decoder';
import type { DecoderInstruction } from '../../../wire/qpack/instructions';
import { encodeVarint } from '../../../wire/encoding/varint';
import { CarriedWriter } from '../common/carried-writer';
import type { HttpEnvironment } from '../common/environment';
import type { Http3Carried } from '../common/http3-carried';
import { SectionReader, SectionWriter } from './field-sections';
import { http3Defaults, type Http3Parameters } from './parameters';

type Writer = CarriedWriter<Http3Carried>;

/** What is read off one stream: whole frames, in order. */
type FrameTaker = (frame: Http3Carried) => void;

/**
 * What both ends of an HTTP/3 connection do: a control stream with settings, streams for QPACK, and frames on the streams
 * of requests (RFC 9114 section 6).
 */
export class Http3ConnectionEnd {
  private control: Writer | undefined;
  private encoderStream: Writer | undefined;
  private decoderStream: Writer | undefined;
  /** What the peer's settings allow, until it is in force. */
  private allowed: Http3Parameters | undefined;
  private readonly sections = new SectionWriter();
  private readonly reader = new SectionReader((instruction) => this.tellEncoder(instruction));

  constructor(
    private readonly environment: HttpEnvironment,
    readonly transport: MultiplexedConnection,
    private readonly onGoAway: (identifier: number) => void,
    private readonly parameters: Http3Parameters = http3Defaults,
  ) {}

  /** Opens the streams of this end, and says what it lets the peer do (RFC 9114 section 6.2.1). */
  begin(): void {
    const { tableCapacity, blockedStreams } = this.parameters;
    const settings = [
      { identifier: Http3Setting.qpackMaxTableCapacity, value: tableCapacity },
      { identifier: Http3Setting.qpackBlockedStreams, value: blockedStreams },
    ];
    this.control = this.openUnidirectional(Http3StreamType.control, settings);
    // RFC 9204 section 4.2: streams that would not be used need not be there.
    if (tableCapacity === 0) return;
    this.encoderStream = this.openUnidirectional(Http3StreamType.qpackEncoder);
    this.decoderStream = this.openUnidirectional(Http3StreamType.qpackDecoder);
    this.beginTable();
  }

  /** Writes frames to a request's stream. */
  writer(stream: ByteStream): Writer {
    const { connection, end, stream: number } = stream;
    return new CarriedWriter(stream, this.environment.http3Frames.queue(connection, end, number));
  }

  /** A message: its head, and where there is a body a DATA frame that holds all of it (RFC 9114 section 4.1). */
  send(writer: Writer, fields: readonly FieldLine[], body: number, request: number): void {
    const written = this.sections.write(writer.stream.stream, fields);
    if (written.instructions.length > 0)
      this.encoderStream?.write([{ type: 'insertions', count: written.insertions }], written.instructions);
    const { requiredInsertCount, section } = written;
    const head = encodeHttp3Frame({ type: 'HEADERS', section });
    writer.write([{ type: 'HEADERS', fields, requiredInsertCount, request }], head, 0, request);
    if (body === 0) return;
    const header = encodeHttp3FrameHeader(Http3FrameType.data, body);
    writer.write([{ type: 'DATA', bytes: body }], header, body, request);
  }

  /** Says up to which request or push it serves, or takes, what was begun (RFC 9114 section 5.2). */
  goAway(identifier: number): void {
    const frame = { type: 'GOAWAY', identifier } as const;
    this.control?.write([frame], encodeHttp3Frame(frame));
  }

  /** Who listens to a unidirectional stream that the peer opened. */
  acceptUnidirectional(stream: ByteStream): StreamListener {
    return this.listen(stream, (frame) => this.take(frame));
  }

  /** A listener that reads frames off a stream. `events`: what else it is to be told. */
  listen(stream: ByteStream, take: FrameTaker, events: Partial<StreamListener> = {}): StreamListener {
    const { connection, end, stream: number } = stream;
    const queue = this.environment.http3Frames.queue(connection, end === 0 ? 1 : 0, number);
    return {
      onOpen: () => undefined,
      onEnd: () => undefined,
      onError: () => undefined,
      onClosed: () => undefined,
      ...events,
      onData: (_stream, _bytes, total) => {
        for (let frame = queue.take(total); frame; frame = queue.take(total)) take(frame);
      },
    };
  }

  /** A field section of a stream has arrived; `read` is called when it can be read. */
  readSection(stream: number, requiredInsertCount: number, read: () => void): void {
    this.reader.take(stream, requiredInsertCount, read);
  }

  /** A stream will be read no more. */
  cancelSections(stream: number): void {
    this.reader.cancel(stream);
  }

  private openUnidirectional(type: number, settings?: readonly Http3SettingValue[]): Writer | undefined {
    const nothing = () => undefined;
    const stream = this.transport.open('unidirectional', {
      onOpen: nothing,
      onData: nothing,
      onEnd: nothing,
      onError: nothing,
      onClosed: nothing,
    });
    // RFC 9114 section 6.2: a peer allows at least three.
    if (!stream) return undefined;
    const writer = this.writer(stream);
    const carried: Http3Carried[] = [{ type: 'stream type', number: type }];
    const bytes = [...encodeVarint(type)];
    if (settings) {
      carried.push({ type: 'SETTINGS', settings });
      bytes.push(...encodeHttp3Frame({ type: 'SETTINGS', settings }));
    }
    writer.write(carried, Uint8Array.from(bytes), 0, none);
    return writer;
  }

  private take(frame: Http3Carried): void {
    switch (frame.type) {
      case 'SETTINGS':
        this.takeSettings(frame.settings);
        break;
      case 'GOAWAY':
        this.onGoAway(frame.identifier);
        break;
      case 'insertions':
        this.reader.insert(frame.count);
        break;
      case 'decoder instruction':
        this.sections.take(frame.instruction);
        break;
    }
  }

  private takeSettings(settings: readonly Http3SettingValue[]): void {
    const valueOf = (wanted: number) => settings.find(({ identifier }) => identifier === wanted)?.value ?? 0;
    this.allowed = {
      tableCapacity: valueOf(Http3Setting.qpackMaxTableCapacity),
      blockedStreams: valueOf(Http3Setting.qpackBlockedStreams),
    };
    this.beginTable();
  }

  /** The dynamic table is used once the peer allows it and there is a stream to tell of it. */
  private beginTable(): void {
    if (!this.allowed || !this.encoderStream) return;
    const instructions = this.sections.allow(this.allowed, this.parameters.tableCapacity);
    this.allowed = undefined;
    if (instructions.length > 0) this.encoderStream.write([{ type: 'insertions', count: 0 }], instructions);
  }

  private tellEncoder(instruction: DecoderInstruction): void {
    this.decoderStream?.write(
      [{ type: 'decoder instruction', instruction }],
      encodeDecoderInstructions([instruction]),
    );
  }
}
