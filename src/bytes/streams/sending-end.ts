import type { Trace } from '../../shared/trace/trace';

/** Which end of its connection sent a packet; 0 where it belongs to none. */
export function sendingEnd(trace: Trace, packet: number): 0 | 1 {
  const row = trace.connections[trace.connectionOfPacket(packet)];
  if (!row) return 0;
  // Asked of the accepting end: the opener's address may change on the way (RFC 9000 section 9).
  const fromAccepter =
    trace.sourcePort(packet) === row.ports[1] && trace.sourceAddress(packet) === row.addresses[1];
  return fromAccepter ? 1 : 0;
}
