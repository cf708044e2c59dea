import { formatAddress } from '../../shared/units/address';
import type { Trace } from '../../shared/trace/trace';

/** Whence and whither a packet goes, as `address:port`. */
export function describeEndpoints(trace: Trace, packet: number): { source: string; destination: string } {
  return {
    source: `${formatAddress(trace.sourceAddress(packet))}:${trace.sourcePort(packet)}`,
    destination: `${formatAddress(trace.destinationAddress(packet))}:${trace.destinationPort(packet)}`,
  };
}
