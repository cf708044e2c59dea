import type { Lab } from '../../shared/lab/lab';
import { DropReason } from '../../shared/trace/record';
import type { EventQueue } from '../kernel/event-queue';
import { LinkDirection } from '../link/link-direction';
import { Routes, noRoute } from '../ip/routes';
import type { TraceWriter } from '../trace/trace-writer';

/** Called when a packet has reached a host that has its destination address. */
export type LocalDelivery = (device: number, packet: number, arrival: number) => void;

/** The TTL that hosts send with (Linux). */
const initialTimeToLive = 64;

/** Links and forwarding: carries packets from host to host, hop by hop. */
export class Network {
  readonly routes: Routes;
  readonly directions: readonly LinkDirection[];
  private readonly farDevices: Uint16Array;
  private readonly forwards: readonly boolean[];
  /** By device: where a host sends what is for nobody that it knows, its default route. */
  private readonly defaultDirections: readonly number[];
  /** Of hosts with several links: the link direction of each of their addresses. */
  private readonly waysBySource: readonly (ReadonlyMap<number, number> | undefined)[];
  /** Of routers with a filter: the protocols that they do not forward. */
  private readonly blocks: readonly (readonly number[] | undefined)[];

  constructor(
    lab: Lab,
    events: EventQueue,
    private readonly writer: TraceWriter,
    private readonly deliver: LocalDelivery,
  ) {
    this.routes = new Routes(lab);
    this.forwards = lab.devices.map((device) => device.forwarding !== undefined);
    this.defaultDirections = lab.devices.map((device) =>
      device.forwarding ? noRoute : (device.ports[0]?.direction ?? noRoute),
    );
    this.waysBySource = lab.devices.map(({ forwarding, ports }) =>
      forwarding || ports.length < 2
        ? undefined
        : new Map(ports.map(({ address, direction }) => [address, direction])),
    );
    this.blocks = lab.devices.map(({ forwarding }) => {
      const blocks = forwarding?.blocks ?? [];
      return blocks.length > 0 ? blocks : undefined;
    });
    this.farDevices = Uint16Array.from(lab.links.flatMap((link) => [link.devices[1], link.devices[0]]));
    const onArrival = (direction: number, packet: number, timeToLive: number, arrival: number) =>
      this.arrive(direction, packet, timeToLive, arrival);
    this.directions = lab.links.flatMap((link) =>
      [0, 1].map((end) => new LinkDirection(link.index * 2 + end, link, lab.seed, events, writer, onArrival)),
    );
  }

  /** A host hands a packet to IP. */
  originate(device: number, packet: number, destination: number, bytes: number, cause: number): void {
    const link = this.directions[this.wayOut(device, packet, destination)];
    if (!link) {
      this.drop(device, packet, DropReason.noRoute, cause);
      return;
    }
    link.send(packet, bytes, initialTimeToLive, cause);
  }

  /** The link direction by which a host sends: a host with several links uses the one whose address it sends from. */
  private wayOut(device: number, packet: number, destination: number): number {
    const own = this.waysBySource[device]?.get(this.writer.trace.sourceAddress(packet));
    if (own !== undefined) return own;
    const target = this.routes.targetOf(destination);
    return target < 0 ? (this.defaultDirections[device] ?? noRoute) : this.routes.next(device, target);
  }

  private arrive(direction: number, packet: number, timeToLive: number, arrival: number): void {
    const device = this.farDevices[direction] as number;
    const { trace } = this.writer;
    const destination = trace.destinationAddress(packet);
    if (this.routes.ownerOf(destination) === device) {
      if (this.forwards[device]) this.drop(device, packet, DropReason.notForUs, arrival);
      else this.deliver(device, packet, arrival);
      return;
    }
    if (!this.forwards[device]) {
      this.drop(device, packet, DropReason.notForUs, arrival);
      return;
    }
    if (this.blocks[device]?.includes(trace.protocol(packet))) {
      this.drop(device, packet, DropReason.filtered, arrival);
      return;
    }
    // RFC 1812 section 5.3.1: the TTL is lowered by one; at zero the packet is discarded.
    if (timeToLive <= 1) {
      this.drop(device, packet, DropReason.ttlExpired, arrival);
      return;
    }
    const target = this.routes.targetOf(destination);
    const next = target < 0 ? noRoute : this.routes.next(device, target);
    const link = this.directions[next];
    if (!link) {
      this.drop(device, packet, DropReason.noRoute, arrival);
      return;
    }
    link.send(packet, trace.frameBytes(packet), timeToLive - 1, arrival);
  }

  private drop(device: number, packet: number, reason: number, cause: number): void {
    const { writer } = this;
    const connection = writer.trace.connectionOfPacket(packet);
    writer.ipDrop(device, packet, connection, reason, cause);
  }
}
