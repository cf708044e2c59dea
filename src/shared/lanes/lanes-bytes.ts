import { protocolUdp } from '../trace/packet';
import { sendingEnd } from '../trace/ends';
import { QuicFrame } from '../trace/quic';
import { none } from '../trace/record';
import { TlsContentType } from '../trace/tls';
import { tlsAnswerOf } from '../trace/tls-tables';
import type { ContentSpan } from '../trace/contents';
import type { TraceReader } from '../trace/trace-reader';
import { latin1Bytes } from '../../wire/encoding/octets';
import { http2FrameHeaderBytes, Http2FrameType } from '../../wire/http2/constants';
import { decodeHttp2FrameHeader } from '../../wire/http2/decode';

/** Called for each request that has bytes in a stretch, and how many. */
export type RequestVisitor = (request: number, bytes: number) => void;

/** Bytes before the first sealed byte of a record: its header, and in TLS 1.2 the explicit part of the nonce (RFC 5288). */
const recordLead = 5;
const recordLeadOfVersion12 = 13;
const version12 = 0x0303;

/** A stream's number in maps: streams of both ends of a connection. */
function streamKey(stream: number, end: 0 | 1): number {
  return stream * 2 + end;
}

/** The HTTP/2 stream that a request opens: its identifier stands in the header of the request's first frame. */
function http2StreamOf(trace: TraceReader, span: ContentSpan): number | undefined {
  if (tlsAnswerOf(trace, span.connection)?.protocol !== 'h2') return undefined;
  const text = span.literal === none ? '' : (trace.literals[span.literal] ?? '');
  const header = decodeHttp2FrameHeader(latin1Bytes(text.slice(0, http2FrameHeaderBytes)));
  return header.ok && header.value.type === Http2FrameType.headers ? header.value.stream : undefined;
}

/** Where in one end's stream the bytes of requests are: ascending stretches. */
class OwnedStretches {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly owners: number[] = [];

  add(start: number, length: number, request: number): void {
    const last = this.owners.length - 1;
    if (this.owners[last] === request && this.ends[last] === start) this.ends[last] = start + length;
    else {
      this.starts.push(start);
      this.ends.push(start + length);
      this.owners.push(request);
    }
  }

  visit(from: number, to: number, visitor: RequestVisitor): void {
    for (let at = this.firstEndingAfter(from); at < this.starts.length; at += 1) {
      const start = this.starts[at] ?? 0;
      if (start >= to) return;
      const bytes = Math.min(to, this.ends[at] ?? 0) - Math.max(from, start);
      if (bytes > 0) visitor(this.owners[at] ?? none, bytes);
    }
  }

  /** The request that the byte at an offset, or else the next byte of any, belongs to; NONE: nothing follows. */
  ownerFrom(offset: number): number {
    return this.owners[this.firstEndingAfter(offset)] ?? none;
  }

  private firstEndingAfter(offset: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ends[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Records of application data in one direction of a TCP connection: what of the TCP stream is which plaintext. */
class RecordMap {
  private readonly offsets: number[] = [];
  private readonly ends: number[] = [];
  private readonly from: number[] = [];
  private readonly bytes: number[] = [];

  add(offset: number, length: number, from: number, bytes: number): void {
    this.offsets.push(offset);
    this.ends.push(offset + length);
    this.from.push(from);
    this.bytes.push(bytes);
  }

  /** Plaintext sealed in the TCP stream's first `offset` bytes. */
  plainBefore(offset: number, lead: number): number {
    const at = this.before(this.offsets, offset);
    if (at < 0) return 0;
    const inside = offset - (this.offsets[at] ?? 0) - lead;
    return (this.from[at] ?? 0) + Math.max(0, Math.min(this.bytes[at] ?? 0, inside));
  }

  /** Plaintext of the records that are whole in the TCP stream's first `offset` bytes. */
  usableBefore(offset: number): number {
    const at = this.before(this.ends, offset);
    return at < 0 ? 0 : (this.from[at] ?? 0) + (this.bytes[at] ?? 0);
  }

  /** Where the plaintext of the record ends that the TCP stream's byte at `offset` is in. */
  plainEndOfRecord(offset: number): number {
    const at = this.before(this.offsets, offset);
    return at < 0 ? 0 : (this.from[at] ?? 0) + (this.bytes[at] ?? 0);
  }

  /** Index of the last of ascending `values` that is at most `limit`; -1: none. */
  private before(values: readonly number[], limit: number): number {
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((values[middle] ?? 0) <= limit) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/**
 * Which request the bytes of a stretch, or of a packet, belong to. Grows with its trace: `update` takes in what was
 * added. On TLS over TCP, offsets of the TCP stream are led through the records to the plaintext.
 */
export class RequestBytes {
  /** By connection, then by stream and end. */
  private readonly streams: Map<number, OwnedStretches>[] = [];
  /** By connection * 2 + end; connections without TLS over TCP have none. */
  private readonly records: (RecordMap | undefined)[] = [];
  private readonly streamByRequest = new Map<number, number>();
  private contentsTaken = 0;
  private recordsTaken = 0;

  constructor(private readonly trace: TraceReader) {}

  /** Takes in what applications wrote and TLS sealed since. */
  update(): void {
    const { contents, tls } = this.trace;
    for (; this.contentsTaken < contents.length; this.contentsTaken += 1) {
      const span = contents[this.contentsTaken];
      if (!span || span.request === none) continue;
      this.stretches(span.connection, span.stream, span.end).add(span.offset, span.length, span.request);
      const stream = span.stream > 0 ? span.stream : http2StreamOf(this.trace, span);
      if (span.end === 0 && stream !== undefined) this.streamByRequest.set(span.request, stream);
    }
    for (; this.recordsTaken < tls.records.length; this.recordsTaken += 1) {
      const record = tls.records[this.recordsTaken];
      if (!record) continue;
      const row = record.connection * 2 + record.end;
      const map = (this.records[row] ??= new RecordMap());
      if (record.type === TlsContentType.applicationData)
        map.add(record.offset, record.length, record.from, record.bytes);
    }
  }

  /** Whether TLS seals what a TCP connection carries. */
  isSealed(connection: number): boolean {
    return (this.records[connection * 2] ?? this.records[connection * 2 + 1]) !== undefined;
  }

  /** Visits the requests whose bytes are in from..to (exclusive) of a transport's stream. */
  visit(
    connection: number,
    stream: number,
    end: 0 | 1,
    from: number,
    to: number,
    visitor: RequestVisitor,
  ): void {
    const stretches = this.streams[connection]?.get(streamKey(stream, end));
    if (!stretches) return;
    const plain = (offset: number) => this.plainBefore(connection, end, offset);
    stretches.visit(plain(from), plain(to), visitor);
  }

  /** Whose byte is at a transport's stream offset; where it is a header of a record or frame, whose is behind it; or NONE. */
  ownerAt(connection: number, stream: number, end: 0 | 1, offset: number): number {
    const stretches = this.streams[connection]?.get(streamKey(stream, end));
    return stretches?.ownerFrom(this.plainBefore(connection, end, offset)) ?? none;
  }

  /** As `visit`, for what the application can use once the stream's first `to` bytes are in order, beyond those of `from`. */
  visitUsable(connection: number, end: 0 | 1, from: number, to: number, visitor: RequestVisitor): void {
    const map = this.records[connection * 2 + end];
    if (!map) return;
    const stretches = this.streams[connection]?.get(streamKey(0, end));
    stretches?.visit(map.usableBefore(from), map.usableBefore(to), visitor);
  }

  /** The stream of a connection that a request's bytes are in: QUIC's id; HTTP/2's, where its first frame tells; else 0. */
  streamOf(request: number): number {
    return this.streamByRequest.get(request) ?? 0;
  }

  /** Whether the record that is whole up to a TCP stream offset has bytes of a request behind that. */
  hasMoreInRecord(connection: number, end: 0 | 1, offset: number, request: number): boolean {
    const map = this.records[connection * 2 + end];
    const stretches = this.streams[connection]?.get(streamKey(0, end));
    if (!map || !stretches) return false;
    let found = false;
    const from = this.plainBefore(connection, end, offset);
    stretches.visit(from, map.plainEndOfRecord(offset), (owner) => (found ||= owner === request));
    return found;
  }

  /** Visits the requests whose bytes a packet carries. */
  visitPacket(packet: number, visitor: RequestVisitor): void {
    const { trace } = this;
    const connection = trace.connectionOfPacket(packet);
    if (!trace.connections[connection]) return;
    const end = sendingEnd(trace, packet);
    visitStretches(trace, packet, (stream, from, to) => {
      this.visit(connection, stream, end, from, to, visitor);
    });
  }

  /** The request that most of a packet's bytes belong to; undefined for a packet that carries none's. */
  requestOfPacket(packet: number): number | undefined {
    let found: number | undefined;
    let most = 0;
    const bytesOf = new Map<number, number>();
    this.visitPacket(packet, (request, bytes) => {
      const sum = (bytesOf.get(request) ?? 0) + bytes;
      bytesOf.set(request, sum);
      if (sum > most) {
        most = sum;
        found = request;
      }
    });
    return found;
  }

  private stretches(connection: number, stream: number, end: 0 | 1): OwnedStretches {
    const ofConnection = (this.streams[connection] ??= new Map<number, OwnedStretches>());
    const key = streamKey(stream, end);
    let stretches = ofConnection.get(key);
    if (!stretches) {
      stretches = new OwnedStretches();
      ofConnection.set(key, stretches);
    }
    return stretches;
  }

  /** Bytes of plaintext in the first `offset` bytes of a transport's stream: all of them where nothing is sealed. */
  plainBefore(connection: number, end: 0 | 1, offset: number): number {
    const map = this.records[connection * 2 + end];
    if (!map) return offset;
    const isOld = tlsAnswerOf(this.trace, connection)?.version === version12;
    return map.plainBefore(offset, isOld ? recordLeadOfVersion12 : recordLead);
  }
}

/** Visits the stretches of streams that a packet carries: a TCP segment's payload, or the STREAM frames of a datagram. */
export function visitStretches(
  trace: TraceReader,
  packet: number,
  visitor: (stream: number, from: number, to: number) => void,
): void {
  if (trace.protocol(packet) !== protocolUdp) {
    const from = trace.relativeSequence(packet) - 1;
    const bytes = trace.payloadBytes(packet);
    if (bytes > 0) visitor(0, from, from + bytes);
    return;
  }
  const first = trace.firstQuicItem(packet);
  for (let item = first; item < first + trace.quicItemCount(packet); item += 1) {
    if (trace.quicItemType(item) !== QuicFrame.stream) continue;
    const from = trace.quicItemOffset(item);
    const bytes = trace.quicItemWord(item, 1);
    if (bytes > 0) visitor(trace.quicItemWord(item, 0), from, from + bytes);
  }
}
