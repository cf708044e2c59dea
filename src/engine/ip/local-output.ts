import type { LabPort } from '../../shared/lab/lab';
import { DropReason } from '../../shared/trace/record';
import type { LinkDirection } from '../link/link-direction';
import type { TraceWriter } from '../trace/trace-writer';
import { dropPacket } from './drop';
import type { ForwardingTable } from './forwarding-table';
import { noRoute, unknownAddress } from './next-hops';

/** The TTL that hosts send with (Linux). */
const initialTimeToLive = 64;

/** Which links a device's own packets take. */
export interface OutputPlan {
  /** Where it sends what is for nobody that its table knows: a host has a default route, a router has none. */
  readonly defaultDirection: number;
  /** Of a host with several links: the link direction of each of its addresses. */
  readonly bySource: ReadonlyMap<number, number> | undefined;
}

/** A host sends by the link of its source address (RFC 1122 section 3.3.4.2), and to strangers by its first link. */
export function planOfHost(ports: readonly LabPort[]): OutputPlan {
  return {
    defaultDirection: ports[0]?.direction ?? noRoute,
    bySource:
      ports.length < 2
        ? undefined
        : new Map(
            ports.flatMap(({ addresses, direction }) =>
              addresses.map((address): [number, number] => [address, direction]),
            ),
          ),
  };
}

/** Who forwards sends its own as it forwards others': by its table alone. */
export const planOfForwarder: OutputPlan = { defaultDirection: noRoute, bySource: undefined };

/** Sends what a device itself has to say. */
export class LocalOutput {
  /** `links`: all link directions by number. */
  constructor(
    private readonly device: number,
    private readonly plan: OutputPlan,
    private readonly table: ForwardingTable,
    private readonly links: readonly LinkDirection[],
    private readonly writer: TraceWriter,
  ) {}

  /** Sends a packet. `bytes`: its frame's length; `cause`: the record of what sent it. */
  send(packet: number, destination: number, bytes: number, cause: number): void {
    const link = this.links[this.wayOut(this.writer.trace.sourceAddress(packet), destination)];
    if (link) link.send(packet, bytes, initialTimeToLive, cause);
    else dropPacket(this.writer, this.device, packet, DropReason.noRoute, cause);
  }

  /** The link direction that a packet takes from one of the device's addresses, or what a table says that is none. */
  wayOut(source: number, destination: number): number {
    const { bySource, defaultDirection } = this.plan;
    const own = bySource?.get(source);
    if (own !== undefined) return own;
    const next = this.table.next(destination);
    return next === unknownAddress ? defaultDirection : next;
  }
}
