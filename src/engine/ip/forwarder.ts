import { DropReason } from '../../shared/trace/record';
import type { LinkDirection } from '../link/link-direction';
import type { TraceWriter } from '../trace/trace-writer';
import { dropPacket } from './drop';

/** Passes on what is not for its device (RFC 1812 section 5.2). */
export class Forwarder {
  private readonly filters: boolean;

  /** `links`: all link directions by number; `blocks`: protocols, as in the IP header, that are not forwarded. */
  constructor(
    private readonly device: number,
    private readonly blocks: readonly number[],
    private readonly links: readonly LinkDirection[],
    private readonly writer: TraceWriter,
  ) {
    this.filters = blocks.length > 0;
  }

  /** Sends a packet on, in the link direction that the table gives for it. `arrival`: its link.arrive record. */
  forward(packet: number, direction: number, timeToLive: number, arrival: number): void {
    const { device, writer } = this;
    if (this.filters && this.blocks.includes(writer.trace.protocol(packet))) {
      dropPacket(writer, device, packet, DropReason.filtered, arrival);
      return;
    }
    // RFC 1812 section 5.3.1: the TTL is lowered by one; at zero the packet is discarded.
    if (timeToLive <= 1) {
      dropPacket(writer, device, packet, DropReason.ttlExpired, arrival);
      return;
    }
    const link = this.links[direction];
    if (link) link.send(packet, writer.trace.frameBytes(packet), timeToLive - 1, arrival);
    else dropPacket(writer, device, packet, DropReason.noRoute, arrival);
  }
}
