import type { TraceWriter } from '../trace/trace-writer';

/** A device discards a packet. `reason`: a DropReason; `cause`: the record of how the packet got there. */
export function dropPacket(
  writer: TraceWriter,
  device: number,
  packet: number,
  reason: number,
  cause: number,
): void {
  writer.ipDrop(device, packet, writer.trace.connectionOfPacket(packet), reason, cause);
}
