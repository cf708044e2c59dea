import { QuicFrame, QuicPacketItem } from './quic';
import type { TraceReader } from './trace-reader';

/** RFC 9000 section 19's names. The two or more types of a range share one. */
export const quicFrameNames: Readonly<Record<number, string>> = {
  [QuicFrame.padding]: 'PADDING',
  [QuicFrame.ping]: 'PING',
  [QuicFrame.ack]: 'ACK',
  [QuicFrame.resetStream]: 'RESET_STREAM',
  [QuicFrame.stopSending]: 'STOP_SENDING',
  [QuicFrame.crypto]: 'CRYPTO',
  [QuicFrame.newToken]: 'NEW_TOKEN',
  [QuicFrame.stream]: 'STREAM',
  [QuicFrame.maxData]: 'MAX_DATA',
  [QuicFrame.maxStreamData]: 'MAX_STREAM_DATA',
  [QuicFrame.maxStreamsBidirectional]: 'MAX_STREAMS (bidirectional)',
  [QuicFrame.maxStreamsUnidirectional]: 'MAX_STREAMS (unidirectional)',
  [QuicFrame.dataBlocked]: 'DATA_BLOCKED',
  [QuicFrame.streamDataBlocked]: 'STREAM_DATA_BLOCKED',
  [QuicFrame.streamsBlockedBidirectional]: 'STREAMS_BLOCKED (bidirectional)',
  [QuicFrame.streamsBlockedUnidirectional]: 'STREAMS_BLOCKED (unidirectional)',
  [QuicFrame.newConnectionId]: 'NEW_CONNECTION_ID',
  [QuicFrame.retireConnectionId]: 'RETIRE_CONNECTION_ID',
  [QuicFrame.pathChallenge]: 'PATH_CHALLENGE',
  [QuicFrame.pathResponse]: 'PATH_RESPONSE',
  [QuicFrame.connectionCloseTransport]: 'CONNECTION_CLOSE',
  [QuicFrame.connectionCloseApplication]: 'CONNECTION_CLOSE (application)',
  [QuicFrame.handshakeDone]: 'HANDSHAKE_DONE',
  [QuicFrame.datagram]: 'DATAGRAM',
};

/** Whether an item of a datagram is a packet's header (else a frame of the packet before it). */
export function isQuicHeader(type: number): boolean {
  return type >= QuicPacketItem.initial;
}

/** A QUIC packet of a datagram: the row of its header's item, and those of its frames. */
export interface QuicPacketItems {
  readonly header: number;
  readonly frames: readonly number[];
}

/** The QUIC packets that a datagram carries, in their order; none for anything else. */
export function quicPacketsOf(trace: TraceReader, packet: number): QuicPacketItems[] {
  const packets: { header: number; frames: number[] }[] = [];
  const first = trace.firstQuicItem(packet);
  for (let item = first; item < first + trace.quicItemCount(packet); item += 1) {
    if (isQuicHeader(trace.quicItemType(item))) packets.push({ header: item, frames: [] });
    else packets[packets.length - 1]?.frames.push(item);
  }
  return packets;
}
