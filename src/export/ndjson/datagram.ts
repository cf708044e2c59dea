import type { TraceReader } from '../../shared/trace/trace-reader';
import { describeEndpoints } from './endpoints';
import { describeQuicPackets } from './quic-frames';

/** A datagram's header and what it carries. */
export function describeDatagram(trace: TraceReader, packet: number): object {
  return {
    ...describeEndpoints(trace, packet),
    payload: trace.payloadBytes(packet),
    identification: trace.identification(packet),
    packets: describeQuicPackets(trace, packet),
  };
}
