import { PacketOption, tcpFlagNames } from '../../shared/trace/packet';
import {
  none,
  receiveVerdicts,
  RecordKind,
  segmentReasons,
  tcpEvents,
  tcpStates,
  tcpTimers,
} from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { describeCongestion } from './congestion';
import { describeEndpoints } from './endpoints';

/** `tcp.*`: states, segments, timers and what congestion control knows. */
export function describeTcpRecord(trace: Trace, seq: number): object {
  const a = trace.a(seq);
  const b = trace.b(seq);
  const detail = trace.detail(seq);
  switch (trace.kind(seq)) {
    case RecordKind.tcpState:
      return {
        from: tcpStates[a & 255],
        to: tcpStates[(a >>> 8) & 255],
        event: tcpEvents[(a >>> 16) & 255],
        ...(b === none ? {} : { initialSequence: b }),
      };
    case RecordKind.tcpSend:
      return {
        reason: segmentReasons[detail],
        bytesInFlight: a,
        sendWindow: b,
        ...describeSegment(trace, trace.packet(seq)),
      };
    case RecordKind.tcpDeliver:
      return { bytes: a, streamOffset: b };
    case RecordKind.tcpTimer:
      return { timer: tcpTimers[detail] };
    case RecordKind.tcpCongestion:
      return describeCongestion(trace, seq);
    case RecordKind.tcpRoundTrip:
      return { smoothedRoundTrip: a * 1000, retransmissionTimeout: b * 1000 };
    case RecordKind.tcpAccept:
      return { waiting: a };
    default:
      return { verdict: receiveVerdicts[detail] };
  }
}

/** A segment's header; sequence numbers as on the wire, and counted from the connection's start. */
function describeSegment(trace: Trace, packet: number): object {
  return {
    ...describeEndpoints(trace, packet),
    flags: tcpFlagNames(trace.flags(packet)),
    sequence: trace.sequence(packet),
    relativeSequence: trace.relativeSequence(packet),
    acknowledgement: trace.acknowledgement(packet),
    relativeAcknowledgement: trace.relativeAcknowledgement(packet),
    window: trace.window(packet),
    payload: trace.payloadBytes(packet),
    identification: trace.identification(packet),
    options: describeOptions(trace, packet),
  };
}

function describeOptions(trace: Trace, packet: number): object {
  const options = trace.options(packet);
  const blocks = options & PacketOption.sack ? trace.sackBlockCount(packet) : 0;
  const first = trace.firstSackBlock(packet);
  const edges = Array.from({ length: blocks }, (_, block) => [
    trace.sackEdge(first + block, 0),
    trace.sackEdge(first + block, 1),
  ]);
  return {
    ...(options & PacketOption.mss ? { maximumSegmentSize: trace.mssOption(packet) } : {}),
    ...(options & PacketOption.windowScale ? { windowScale: trace.windowScaleOption(packet) } : {}),
    ...(options & PacketOption.sackPermitted ? { sackPermitted: true } : {}),
    ...(options & PacketOption.timestamps
      ? { timestamps: { value: trace.timestampValue(packet), echo: trace.timestampEcho(packet) } }
      : {}),
    ...(blocks > 0 ? { sack: edges } : {}),
  };
}
