import { QuicFrame } from '../../shared/trace/quic';
import { varintLength } from '../../wire/encoding/varint';
import { decodeHttp3Frame, decodeHttp3FrameHeader, type Http3FrameHeader } from '../../wire/http3/decode';
import { Http3FrameType, Http3Setting, Http3StreamType } from '../../wire/http3/constants';
import { sentSections } from '../../wire/applications/http3/sent-sections';
import type { PacketItems } from '../../bytes/quic/datagram';
import type { StreamEnd } from '../../wire/applications/definition/written-contents';
import type { TraceBytes } from '../../bytes/frames/trace-bytes';
import type { UntimedEvent } from './connection-events';
import { type QlogData, rawInfo } from './qlog-event';

const streamTypes: Readonly<Record<number, string>> = {
  [Http3StreamType.control]: 'control',
  [Http3StreamType.push]: 'push',
  [Http3StreamType.qpackEncoder]: 'qpack_encode',
  [Http3StreamType.qpackDecoder]: 'qpack_decode',
};
const longestFrameHeader = 16;

/** RFC 9204 section 5 and RFC 9114 section 7.2.4.1, as far as the drafts have names. */
const settingNames: Readonly<Record<number, string>> = {
  [Http3Setting.qpackMaxTableCapacity]: 'settings_qpack_max_table_capacity',
  [Http3Setting.maxFieldSectionSize]: 'settings_max_field_section_size',
  [Http3Setting.qpackBlockedStreams]: 'settings_qpack_blocked_streams',
};

/** How far one direction of a stream was told of. */
interface Progress {
  /** Where the next frame begins; -1: the stream carries none. */
  next: number;
}

/** What one end of a connection sees of HTTP/3: what streams are for, and their frames, as they are sent and as they are read. */
export class Http3Log {
  private readonly sent = new Map<number, Progress>();
  private readonly received = new Map<number, Progress>();

  constructor(
    private readonly source: TraceBytes,
    private readonly connection: number,
    private readonly end: 0 | 1,
  ) {}

  /** Of the streams whose bytes a packet carries. */
  sending(items: PacketItems): UntimedEvent[] {
    const { trace } = this.source;
    const events: UntimedEvent[] = [];
    for (let item = items.firstFrame; item < items.end; item += 1) {
      if (trace.quicItemType(item) !== QuicFrame.stream) continue;
      const upTo = trace.quicItemOffset(item) + trace.quicItemWord(item, 1);
      events.push(
        ...this.advance(this.sent, this.place(trace.quicItemWord(item, 0), this.end), upTo, 'local'),
      );
    }
    return events;
  }

  /** Of a stream of which `upTo` bytes have been read. */
  receiving(stream: number, upTo: number): UntimedEvent[] {
    return this.advance(this.received, this.place(stream, this.end === 0 ? 1 : 0), upTo, 'remote');
  }

  private place(stream: number, writer: 0 | 1): StreamEnd {
    return { connection: this.connection, end: writer, stream };
  }

  /** Tells of what begins in a stream before `upTo` and was not told of: its type, and frame after frame. */
  private advance(
    known: Map<number, Progress>,
    place: StreamEnd,
    upTo: number,
    initiator: 'local' | 'remote',
  ): UntimedEvent[] {
    const events: UntimedEvent[] = [];
    let progress = known.get(place.stream);
    if (!progress) {
      progress = { next: 0 };
      known.set(place.stream, progress);
      events.push(...this.begun(place, progress, initiator));
    }
    const name = initiator === 'local' ? 'http3:frame_created' : 'http3:frame_parsed';
    while (progress.next >= 0 && progress.next < upTo) {
      const header = decodeHttp3FrameHeader(this.source.read(place, progress.next, longestFrameHeader));
      if (!header.ok) break;
      const frame = this.frame(place, progress.next, header.value);
      if (frame) events.push({ name, data: { stream_id: place.stream, frame } });
      progress.next += header.value.headerBytes + header.value.length;
    }
    return events;
  }

  /** What a stream is for. */
  private begun(
    { stream, end }: StreamEnd,
    progress: Progress,
    initiator: 'local' | 'remote',
  ): UntimedEvent[] {
    const type = (name: string) => ({
      name: 'http3:stream_type_set',
      data: { initiator, stream_id: stream, stream_type: name },
    });
    // RFC 9114 section 6.1: client-initiated bidirectional streams are for requests.
    if (!(stream & 2)) return end === 0 ? [type('request')] : [];
    const number = sentSections(this.source).streamType(this.connection, end, stream);
    // RFC 9114 section 6.2: the type comes before the first frame; QPACK's streams carry none.
    progress.next = number === Http3StreamType.control ? varintLength(number) : -1;
    const name = number === undefined ? undefined : streamTypes[number];
    return name === undefined ? [] : [type(name)];
  }

  /** The frame at an offset of a stream; undefined for one that is not told of. */
  private frame(place: StreamEnd, offset: number, header: Http3FrameHeader): QlogData | undefined {
    const { type, headerBytes, length } = header;
    const raw = rawInfo(headerBytes + length, length);
    if (type === Http3FrameType.data) return { frame_type: 'data', raw };
    if (type === Http3FrameType.headers) {
      const section = sentSections(this.source).find(place.connection, place.end, place.stream, offset);
      if (!section?.ok) return undefined;
      const headers = section.value.fields.map(({ name, value }) => ({ name, value }));
      return { frame_type: 'headers', headers, raw };
    }
    const read = decodeHttp3Frame(this.source.read(place, offset, headerBytes + length));
    if (!read.ok) return undefined;
    const { frame } = read.value;
    if (frame.type === 'GOAWAY') return { frame_type: 'goaway', id: frame.identifier, raw };
    if (frame.type !== 'SETTINGS') return undefined;
    const settings = frame.settings.map(({ identifier, value }) => ({
      name: settingNames[identifier] ?? 'unknown',
      ...(settingNames[identifier] === undefined ? { name_bytes: identifier } : {}),
      value,
    }));
    return { frame_type: 'settings', settings, raw };
  }
}
