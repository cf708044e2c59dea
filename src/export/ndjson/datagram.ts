import type { Trace } from '../../shared/trace/trace';
import { describeEndpoints } from './endpoints';
import { describeQuicPackets } from './quic-frames';

/** A datagram's header and what it carries. */
export function describeDatagram(trace: Trace, packet: number): object {
  return {
    ...describeEndpoints(trace, packet),
    payload: trace.payloadBytes(packet),
    identification: trace.identification(packet),
    packets: describeQuicPackets(trace, packet),
  };
}
