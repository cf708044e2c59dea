import { QuicFrame, QuicPacketItem, QuicStreamFlag } from '../../shared/trace/quic';
import { none } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { connectionIdBytes, connectionIdOf, pathDataOf, resetTokenOf } from '../../wire/quic/connection-id';
import { applicationError, transportError } from './errors';
import { hexString, type QlogData, rawInfo } from './qlog-event';

/** What a frame needs to be told besides its item. */
export interface FrameOwner {
  readonly seed: number;
  readonly connection: number;
  /** Who sent it. */
  readonly end: 0 | 1;
}

/** The frames of a QUIC packet as qlog tells them (draft-ietf-quic-qlog-quic-events-13 section 8.13). */
export function qlogFrames(trace: TraceReader, owner: FrameOwner, first: number, end: number): QlogData[] {
  const frames: QlogData[] = [];
  for (let item = first; item < end; item += 1) frames.push(qlogFrame(trace, owner, item));
  return frames;
}

function qlogFrame(trace: TraceReader, owner: FrameOwner, item: number): QlogData {
  const type = trace.quicItemType(item);
  const a = trace.quicItemWord(item, 0);
  const b = trace.quicItemWord(item, 1);
  const offset = trace.quicItemOffset(item);
  const length = trace.quicItemWord(item, 3);
  switch (type) {
    case QuicFrame.padding:
      return { frame_type: 'padding', raw: rawInfo(length) };
    case QuicFrame.ping:
      return { frame_type: 'ping', raw: rawInfo(length) };
    case QuicFrame.handshakeDone:
      return { frame_type: 'handshake_done', raw: rawInfo(length) };
    case QuicFrame.ack:
      return ackFrame(trace, item);
    case QuicFrame.crypto:
      return { frame_type: 'crypto', offset, raw: rawInfo(length, b) };
    case QuicFrame.stream: {
      const fin = (trace.quicItemFlags(item) & QuicStreamFlag.fin) !== 0;
      return { frame_type: 'stream', stream_id: a, offset, ...(fin ? { fin } : {}), raw: rawInfo(length, b) };
    }
    case QuicFrame.datagram:
      return { frame_type: 'datagram', raw: rawInfo(length, b) };
    case QuicFrame.newToken:
      return {
        frame_type: 'new_token',
        token: { type: 'resumption', raw: rawInfo(b) },
        raw: rawInfo(length),
      };
    case QuicFrame.resetStream:
      return {
        ...{ frame_type: 'reset_stream', stream_id: a, ...applicationError(b) },
        ...{ final_size: offset, raw: rawInfo(length) },
      };
    case QuicFrame.stopSending:
      return { frame_type: 'stop_sending', stream_id: a, ...applicationError(b), raw: rawInfo(length) };
    case QuicFrame.connectionCloseTransport:
    case QuicFrame.connectionCloseApplication:
      return closeFrame(trace, item);
    case QuicFrame.newConnectionId:
    case QuicFrame.retireConnectionId:
    case QuicFrame.pathChallenge:
    case QuicFrame.pathResponse:
      return pathFrame(owner, type, a, b, length);
    default:
      return limitFrame(type, a, offset, length);
  }
}

function ackFrame(trace: TraceReader, item: number): QlogData {
  const first = trace.quicItemWord(item, 1);
  const count = trace.quicItemWord(item, 2);
  const ranges = Array.from({ length: count }, (_, index) => {
    const smallest = trace.sackEdge(first + index, 0);
    const largest = trace.sackEdge(first + index, 1);
    return smallest === largest ? [smallest] : [smallest, largest];
  });
  return {
    frame_type: 'ack',
    ack_delay: trace.quicItemWord(item, 0) / 1000,
    acked_ranges: ranges,
    raw: rawInfo(trace.quicItemWord(item, 3)),
  };
}

function closeFrame(trace: TraceReader, item: number): QlogData {
  const code = trace.quicItemWord(item, 0);
  const literal = trace.quicItemWord(item, 2);
  const isTransport = trace.quicItemType(item) === QuicFrame.connectionCloseTransport;
  const error = isTransport ? transportError(code) : applicationError(code);
  const fault = trace.quicItemWord(item, 1);
  return {
    frame_type: 'connection_close',
    error_space: isTransport ? 'transport' : 'application',
    ...error,
    ...(literal === none ? {} : { reason: trace.literals[literal] ?? '' }),
    ...(isTransport && fault > 0 ? { trigger_frame_type: fault } : {}),
    raw: rawInfo(trace.quicItemWord(item, 3)),
  };
}

function pathFrame(
  { seed, connection, end }: FrameOwner,
  type: number,
  a: number,
  b: number,
  length: number,
): QlogData {
  const raw = rawInfo(length);
  if (type === QuicFrame.newConnectionId)
    return {
      frame_type: 'new_connection_id',
      sequence_number: a,
      retire_prior_to: b,
      connection_id_length: connectionIdBytes,
      connection_id: hexString(connectionIdOf(seed, connection, end, a)),
      stateless_reset_token: hexString(resetTokenOf(seed, connection, end, a)),
      raw,
    };
  if (type === QuicFrame.retireConnectionId)
    return { frame_type: 'retire_connection_id', sequence_number: a, raw };
  const name = type === QuicFrame.pathChallenge ? 'path_challenge' : 'path_response';
  return { frame_type: name, data: hexString(pathDataOf(seed, connection, a)), raw };
}

function limitFrame(type: number, stream: number, limit: number, length: number): QlogData {
  const raw = rawInfo(length);
  switch (type) {
    case QuicFrame.maxData:
      return { frame_type: 'max_data', maximum: limit, raw };
    case QuicFrame.dataBlocked:
      return { frame_type: 'data_blocked', limit, raw };
    case QuicFrame.maxStreamData:
      return { frame_type: 'max_stream_data', stream_id: stream, maximum: limit, raw };
    case QuicFrame.streamDataBlocked:
      return { frame_type: 'stream_data_blocked', stream_id: stream, limit, raw };
    case QuicFrame.maxStreamsBidirectional:
    case QuicFrame.maxStreamsUnidirectional:
      return { frame_type: 'max_streams', stream_type: streamType(type), maximum: limit, raw };
    case QuicFrame.streamsBlockedBidirectional:
    case QuicFrame.streamsBlockedUnidirectional:
      return { frame_type: 'streams_blocked', stream_type: streamType(type), limit, raw };
    default:
      return { frame_type: 'unknown', frame_type_bytes: type, raw };
  }
}

/** Both pairs of types have bidirectional streams first, at an even type. */
function streamType(frameType: number): string {
  return frameType % 2 === 0 ? 'bidirectional' : 'unidirectional';
}

/** Names of packets in qlog. */
export const qlogPacketTypes: Readonly<Record<number, string>> = {
  [QuicPacketItem.initial]: 'initial',
  [QuicPacketItem.zeroRtt]: '0RTT',
  [QuicPacketItem.handshake]: 'handshake',
  [QuicPacketItem.oneRtt]: '1RTT',
  [QuicPacketItem.retry]: 'retry',
  [QuicPacketItem.versionNegotiation]: 'version_negotiation',
};
