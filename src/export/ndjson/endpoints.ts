import { formatAddress } from '../../shared/units/address';
import type { TraceReader } from '../../shared/trace/trace-reader';

/** Whence and whither a packet goes, as `address:port`. */
export function describeEndpoints(
  trace: TraceReader,
  packet: number,
): { source: string; destination: string } {
  return {
    source: `${formatAddress(trace.sourceAddress(packet))}:${trace.sourcePort(packet)}`,
    destination: `${formatAddress(trace.destinationAddress(packet))}:${trace.destinationPort(packet)}`,
  };
}
