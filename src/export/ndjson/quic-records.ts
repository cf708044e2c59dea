import { formatAddress } from '../../shared/units/address';
import {
  flowBlocks,
  pathEvents,
  quicEvents,
  quicLossReasons,
  quicReceiveEvents,
  quicReceiveStates,
  quicSendEvents,
  quicSendReasons,
  quicSendStates,
  quicSpaces,
  quicStates,
  quicTimers,
} from '../../shared/trace/quic';
import { RecordKind } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { describeCongestion } from './congestion';
import { describeEndpoints } from './endpoints';
import { describeQuicPackets } from './quic-frames';

/** `quic.*`: states, datagrams, losses, timers and paths. */
export function describeQuicRecord(trace: Trace, seq: number): object {
  const a = trace.a(seq);
  const b = trace.b(seq);
  const detail = trace.detail(seq);
  switch (trace.kind(seq)) {
    case RecordKind.quicState:
      return {
        from: quicStates[a & 255],
        to: quicStates[(a >>> 8) & 255],
        event: quicEvents[(a >>> 16) & 255],
      };
    case RecordKind.quicStream:
      return { stream: a, ...describeStreamChange(b, detail) };
    case RecordKind.quicSend:
      return {
        reason: quicSendReasons[detail],
        bytesInFlight: a,
        ...describeDatagram(trace, trace.packet(seq)),
      };
    case RecordKind.quicDeliver:
      return { stream: a, bytes: b };
    case RecordKind.quicLost:
      return { packetNumber: a, space: quicSpaces[b], reason: quicLossReasons[detail] };
    case RecordKind.quicTimer:
      return { timer: quicTimers[detail] };
    case RecordKind.quicCongestion:
      return describeCongestion(trace, seq);
    case RecordKind.quicRoundTrip:
      return { smoothedRoundTrip: a * 1000, probeTimeout: b * 1000 };
    case RecordKind.quicBlocked:
      return { stream: a, by: flowBlocks[detail] };
    default:
      return { address: formatAddress(a), event: pathEvents[detail] };
  }
}

function describeStreamChange(change: number, part: number): object {
  const states: readonly string[] = part === 0 ? quicSendStates : quicReceiveStates;
  const events: readonly string[] = part === 0 ? quicSendEvents : quicReceiveEvents;
  return {
    part: part === 0 ? 'sending' : 'receiving',
    from: states[change & 255],
    to: states[(change >>> 8) & 255],
    event: events[(change >>> 16) & 255],
  };
}

/** A datagram's header and what it carries. */
function describeDatagram(trace: Trace, packet: number): object {
  return {
    ...describeEndpoints(trace, packet),
    payload: trace.payloadBytes(packet),
    identification: trace.identification(packet),
    packets: describeQuicPackets(trace, packet),
  };
}
