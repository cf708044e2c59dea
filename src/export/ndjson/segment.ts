import { relativeAcknowledgement } from '../../shared/trace/relative-acknowledgement';
import { PacketOption, tcpFlagNames } from '../../shared/trace/packet';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { describeEndpoints } from './endpoints';

/** A segment's header; sequence numbers as on the wire, and counted from the connection's start. */
export function describeSegment(trace: TraceReader, packet: number): object {
  return {
    ...describeEndpoints(trace, packet),
    flags: tcpFlagNames(trace.flags(packet)),
    sequence: trace.sequence(packet),
    relativeSequence: trace.relativeSequence(packet),
    acknowledgement: trace.acknowledgement(packet),
    relativeAcknowledgement: relativeAcknowledgement(trace, packet),
    window: trace.window(packet),
    payload: trace.payloadBytes(packet),
    identification: trace.identification(packet),
    options: describeOptions(trace, packet),
  };
}

function describeOptions(trace: TraceReader, packet: number): object {
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
