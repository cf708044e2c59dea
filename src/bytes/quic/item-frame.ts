import { QuicFrame, QuicPacketItem, QuicStreamFlag } from '../../shared/trace/quic';
import { none } from '../../shared/trace/record';
import { TlsEpoch } from '../../shared/trace/tls';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { latin1Bytes } from '../../wire/encoding/octets';
import { connectionIdOf, newTokenOf, pathDataOf, resetTokenOf } from '../../wire/quic/connection-id';
import type { AckRange } from '../../wire/quic/frames/ack';
import type { Frame } from '../../wire/quic/frames/frame';
import type { QuicSecrets, WrittenContents } from './secrets';

/** What an item of the trace needs besides itself to become a frame. */
export interface FrameSource {
  readonly trace: TraceReader;
  readonly contents: WrittenContents;
  readonly secrets: QuicSecrets;
  readonly seed: number;
  readonly connection: number;
  /** Who sent it. */
  readonly end: 0 | 1;
  /** The QUIC packet that it is in (QuicPacketItem). */
  readonly packetType: number;
  /** The sender's ack_delay_exponent (RFC 9000 section 18.2). */
  readonly ackDelayExponent: number;
}

/** Content stream of a flow of DATAGRAM frames (RFC 9221), which are no stream: numbers that no stream id reaches. */
export function datagramContentStream(flow: number): number {
  return 2 ** 52 + flow;
}

/** The epoch whose handshake bytes a packet's CRYPTO frames carry (RFC 9001 table 1). */
export function cryptoEpoch(packetType: number): number {
  if (packetType === QuicPacketItem.initial) return TlsEpoch.plaintext;
  return packetType === QuicPacketItem.handshake ? TlsEpoch.handshake : TlsEpoch.application;
}

/** The frame that an item of the trace stands for. Throws a RangeError for a type that the trace does not have. */
export function frameOfItem(source: FrameSource, item: number): Frame {
  const { trace, seed, connection, end } = source;
  const type = trace.quicItemType(item);
  const offset = trace.quicItemOffset(item);
  const a = trace.quicItemWord(item, 0);
  const b = trace.quicItemWord(item, 1);
  switch (type) {
    case QuicFrame.padding:
      return { name: 'padding', bytes: a };
    case QuicFrame.ping:
      return { name: 'ping' };
    case QuicFrame.handshakeDone:
      return { name: 'handshake-done' };
    case QuicFrame.ack:
      return ackOf(source, item);
    case QuicFrame.crypto:
      return { name: 'crypto', offset, data: cryptoData(source, offset, b) };
    case QuicFrame.stream:
      return streamOf(source, item);
    case QuicFrame.datagram:
      return datagramOf(source, item);
    case QuicFrame.resetStream:
      return { name: 'reset-stream', stream: a, errorCode: b, finalSize: offset };
    case QuicFrame.stopSending:
      return { name: 'stop-sending', stream: a, errorCode: b };
    case QuicFrame.newToken:
      return { name: 'new-token', token: newTokenOf(seed, connection, b) };
    case QuicFrame.newConnectionId:
      return {
        name: 'new-connection-id',
        sequence: a,
        retirePriorTo: b,
        connectionId: connectionIdOf(seed, connection, end, a),
        resetToken: resetTokenOf(seed, connection, end, a),
      };
    case QuicFrame.retireConnectionId:
      return { name: 'retire-connection-id', sequence: a };
    case QuicFrame.pathChallenge:
    case QuicFrame.pathResponse: {
      const name = type === QuicFrame.pathChallenge ? 'path-challenge' : 'path-response';
      return { name, data: pathDataOf(seed, connection, a) };
    }
    case QuicFrame.connectionCloseTransport:
    case QuicFrame.connectionCloseApplication:
      return {
        name: 'connection-close',
        errorCode: a,
        frameType: type === QuicFrame.connectionCloseTransport ? b : undefined,
        reason: reasonOf(trace, item),
      };
    default:
      return limitOf(type, a, offset);
  }
}

function limitOf(type: number, stream: number, limit: number): Frame {
  switch (type) {
    case QuicFrame.maxData:
      return { name: 'max-data', limit };
    case QuicFrame.dataBlocked:
      return { name: 'data-blocked', limit };
    case QuicFrame.maxStreamData:
      return { name: 'max-stream-data', stream, limit };
    case QuicFrame.streamDataBlocked:
      return { name: 'stream-data-blocked', stream, limit };
    case QuicFrame.maxStreamsBidirectional:
      return { name: 'max-streams', direction: 'bidirectional', limit };
    case QuicFrame.maxStreamsUnidirectional:
      return { name: 'max-streams', direction: 'unidirectional', limit };
    case QuicFrame.streamsBlockedBidirectional:
      return { name: 'streams-blocked', direction: 'bidirectional', limit };
    case QuicFrame.streamsBlockedUnidirectional:
      return { name: 'streams-blocked', direction: 'unidirectional', limit };
    default:
      throw new RangeError(`a QUIC item of type 0x${type.toString(16)}`);
  }
}

function ackOf({ trace, packetType, ackDelayExponent }: FrameSource, item: number): Frame {
  const first = trace.quicItemWord(item, 1);
  const count = trace.quicItemWord(item, 2);
  const ranges: AckRange[] = [];
  for (let row = first; row < first + count; row += 1)
    ranges.push({ smallest: trace.sackEdge(row, 0), largest: trace.sackEdge(row, 1) });
  // The exponent is known only once the handshake told it: before, it is 3 (RFC 9000 section 18.2).
  const exponent = packetType === QuicPacketItem.oneRtt ? ackDelayExponent : 3;
  return {
    name: 'ack',
    delay: Math.floor(trace.quicItemWord(item, 0) / 2 ** exponent),
    ranges,
    ecn: undefined,
  };
}

/** Handshake bytes of the packet's epoch; zeros where the trace does not tell them. */
function cryptoData(source: FrameSource, offset: number, length: number): Uint8Array {
  const stream = source.secrets.handshake(source.connection, source.end, cryptoEpoch(source.packetType));
  const data = new Uint8Array(length);
  data.set(stream.subarray(offset, offset + length));
  return data;
}

function streamOf({ trace, contents, connection, end }: FrameSource, item: number): Frame {
  const flags = trace.quicItemFlags(item);
  const offset = trace.quicItemOffset(item);
  const stream = trace.quicItemWord(item, 0);
  const data = new Uint8Array(trace.quicItemWord(item, 1));
  contents.copyContents({ connection, end, stream }, offset, data.length, data);
  return {
    name: 'stream',
    stream,
    offset,
    data,
    fin: (flags & QuicStreamFlag.fin) !== 0,
    hasLength: (flags & QuicStreamFlag.length) !== 0,
    hasOffset: (flags & QuicStreamFlag.offset) !== 0,
  };
}

function datagramOf({ trace, contents, connection, end }: FrameSource, item: number): Frame {
  const data = new Uint8Array(trace.quicItemWord(item, 1));
  const stream = datagramContentStream(trace.quicItemWord(item, 0));
  contents.copyContents({ connection, end, stream }, trace.quicItemOffset(item), data.length, data);
  // Type and data alone take one byte more than the data; what is longer has a Length field.
  return { name: 'datagram', data, hasLength: trace.quicItemWord(item, 3) > data.length + 1 };
}

function reasonOf(trace: TraceReader, item: number): Uint8Array {
  const literal = trace.quicItemWord(item, 2);
  return latin1Bytes(literal === none ? '' : (trace.literals[literal] ?? ''));
}
