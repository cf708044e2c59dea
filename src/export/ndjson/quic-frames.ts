import { none } from '../../shared/trace/record';
import {
  QuicFrame,
  quicPacketNames,
  QuicPacketItem,
  quicSpaces,
  originalConnectionId,
} from '../../shared/trace/quic';
import { quicFrameNames, quicPacketsOf } from '../../shared/trace/quic-packets';
import { QuicStreamFlag } from '../../shared/trace/quic';
import type { TraceReader } from '../../shared/trace/trace-reader';

/** The QUIC packets of a datagram, each with its frames, in the words of RFC 9000. */
export function describeQuicPackets(trace: TraceReader, packet: number): object[] {
  return quicPacketsOf(trace, packet).map(({ header, frames }) => ({
    ...describeHeader(trace, header),
    frames: frames.map((item) => describeFrame(trace, item)),
  }));
}

const hasNoNumber: readonly number[] = [QuicPacketItem.retry, QuicPacketItem.versionNegotiation];

function describeHeader(trace: TraceReader, item: number): object {
  const type = trace.quicItemType(item);
  const connectionId = (sequence: number) => (sequence === originalConnectionId ? 'original' : sequence);
  return {
    type: quicPacketNames[type - QuicPacketItem.initial] ?? `type ${type}`,
    ...(hasNoNumber.includes(type)
      ? {}
      : { space: quicSpaces[trace.quicItemSpace(item)], packetNumber: trace.quicItemOffset(item) }),
    bytes: trace.quicItemWord(item, 3),
    destinationConnectionId: connectionId(trace.quicItemWord(item, 2)),
    // A short header has no Source Connection ID, RFC 9000 section 17.3.
    ...(type === QuicPacketItem.oneRtt
      ? { keyPhase: trace.quicItemFlags(item) & 1 }
      : { sourceConnectionId: connectionId(trace.quicItemWord(item, 5)) }),
  };
}

/** A frame with the fields that its type has. */
export function describeFrame(trace: TraceReader, item: number): object {
  const type = trace.quicItemType(item);
  return { type: quicFrameNames[type] ?? `type ${type}`, ...fieldsOf(trace, item, type) };
}

function fieldsOf(trace: TraceReader, item: number, type: number): object {
  const offset = trace.quicItemOffset(item);
  const a = trace.quicItemWord(item, 0);
  const b = trace.quicItemWord(item, 1);
  switch (type) {
    case QuicFrame.padding:
      return { bytes: a };
    case QuicFrame.ack:
      return { delay: a * 1000, ranges: acknowledgedRanges(trace, item) };
    case QuicFrame.resetStream:
      return { stream: a, error: b, finalSize: offset };
    case QuicFrame.stopSending:
      return { stream: a, error: b };
    case QuicFrame.crypto:
      return { offset, bytes: b };
    case QuicFrame.newToken:
      return { bytes: b };
    case QuicFrame.stream:
      return { stream: a, offset, bytes: b, fin: (trace.quicItemFlags(item) & QuicStreamFlag.fin) !== 0 };
    case QuicFrame.maxStreamData:
    case QuicFrame.streamDataBlocked:
      return { stream: a, limit: offset };
    case QuicFrame.newConnectionId:
      return { sequence: a, retirePriorTo: b };
    case QuicFrame.retireConnectionId:
      return { sequence: a };
    case QuicFrame.pathChallenge:
    case QuicFrame.pathResponse:
      return { challenge: a };
    case QuicFrame.connectionCloseTransport:
    case QuicFrame.connectionCloseApplication:
      return { error: a, frameType: b, reason: reasonOf(trace, item) };
    case QuicFrame.datagram:
      return { flow: a, offset, bytes: b };
    case QuicFrame.ping:
    case QuicFrame.handshakeDone:
      return {};
    default:
      // What is left are limits: MAX_DATA, MAX_STREAMS, DATA_BLOCKED, STREAMS_BLOCKED.
      return { limit: offset };
  }
}

/** Pairs of smallest and largest packet number, largest range first. */
function acknowledgedRanges(trace: TraceReader, item: number): number[][] {
  const first = trace.quicItemWord(item, 1);
  return Array.from({ length: trace.quicItemWord(item, 2) }, (_, range) => [
    trace.sackEdge(first + range, 0),
    trace.sackEdge(first + range, 1),
  ]);
}

function reasonOf(trace: TraceReader, item: number): string {
  const literal = trace.quicItemWord(item, 2);
  return literal === none ? '' : (trace.literals[literal] ?? '');
}
