import { QuicFrame } from '../../shared/trace/quic';
import { decodeHttp3FrameHeader } from '../../wire/http3/decode';
import { Http3StreamType } from '../../wire/http3/constants';
import { sentSections } from '../../wire/applications/http3/sent-sections';
import type { PacketItems } from '../../bytes/quic/datagram';
import type { StreamEnd } from '../../wire/applications/written-contents';
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

/** What one end of a connection sees of HTTP/3: what streams are for, and the head of each request and response. */
export class Http3Log {
  private readonly sent = new Set<number>();
  private readonly received = new Set<number>();

  constructor(
    private readonly source: TraceBytes,
    private readonly connection: number,
    private readonly end: 0 | 1,
  ) {}

  /** Of the streams whose first byte a packet carries for the first time. */
  sending(items: PacketItems): UntimedEvent[] {
    const { trace } = this.source;
    const events: UntimedEvent[] = [];
    for (let item = items.firstFrame; item < items.end; item += 1) {
      if (trace.quicItemType(item) !== QuicFrame.stream || trace.quicItemOffset(item) > 0) continue;
      const stream = trace.quicItemWord(item, 0);
      if (this.sent.has(stream)) continue;
      this.sent.add(stream);
      events.push(...this.begun(stream, this.end, 'local'));
    }
    return events;
  }

  /** Of a stream whose first bytes have come. */
  receiving(stream: number): UntimedEvent[] {
    if (this.received.has(stream)) return [];
    this.received.add(stream);
    return this.begun(stream, this.end === 0 ? 1 : 0, 'remote');
  }

  private begun(stream: number, writer: 0 | 1, initiator: 'local' | 'remote'): UntimedEvent[] {
    const place = { connection: this.connection, end: writer, stream };
    if (stream & 2) {
      const type = sentSections(this.source).streamType(this.connection, writer, stream);
      const name = type === undefined ? undefined : streamTypes[type];
      if (name === undefined) return [];
      return [{ name: 'http3:stream_type_set', data: { initiator, stream_id: stream, stream_type: name } }];
    }
    const frame = this.headers(place);
    if (!frame) return [];
    const event = { stream_id: stream, frame };
    const name = initiator === 'local' ? 'http3:frame_created' : 'http3:frame_parsed';
    // RFC 9114 section 6.1: client-initiated bidirectional streams are for requests.
    const isRequest = writer === 0;
    const type = { initiator, stream_id: stream, stream_type: 'request' };
    return [...(isRequest ? [{ name: 'http3:stream_type_set', data: type }] : []), { name, data: event }];
  }

  /** The HEADERS frame that a stream begins with. */
  private headers(place: StreamEnd): QlogData | undefined {
    const section = sentSections(this.source).find(place.connection, place.end, place.stream, 0);
    if (!section?.ok) return undefined;
    const header = decodeHttp3FrameHeader(this.source.read(place, 0, longestFrameHeader));
    if (!header.ok) return undefined;
    const { headerBytes, length } = header.value;
    return {
      frame_type: 'headers',
      headers: section.value.fields.map(({ name, value }) => ({ name, value })),
      raw: rawInfo(headerBytes + length, length),
    };
  }
}
