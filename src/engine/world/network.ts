import type { Lab } from '../../shared/lab/lab';
import { DropReason, RecordKind } from '../../shared/trace/record';
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

  constructor(
    lab: Lab,
    events: EventQueue,
    private readonly writer: TraceWriter,
    private readonly deliver: LocalDelivery,
  ) {
    this.routes = new Routes(lab);
    this.forwards = lab.devices.map((device) => device.kind === 'router');
    this.defaultDirections = lab.devices.map((device) =>
      device.kind === 'router' ? noRoute : (device.ports[0]?.direction ?? noRoute),
    );
    this.farDevices = Uint16Array.from(lab.links.flatMap((link) => [link.devices[1], link.devices[0]]));
    const onArrival = (direction: number, packet: number, timeToLive: number, arrival: number) =>
      this.arrive(direction, packet, timeToLive, arrival);
    this.directions = lab.links.flatMap((link) =>
      [0, 1].map((end) => new LinkDirection(link.index * 2 + end, link, lab.seed, events, writer, onArrival)),
    );
  }

  /** A host hands a packet to IP. */
  originate(device: number, packet: number, destination: number, bytes: number, cause: number): void {
    const target = this.routes.ownerOf(destination);
    const direction =
      target < 0 ? (this.defaultDirections[device] ?? noRoute) : this.routes.next(device, target);
    const link = this.directions[direction];
    if (!link) {
      this.drop(device, packet, DropReason.noRoute, cause);
      return;
    }
    link.send(packet, bytes, initialTimeToLive, cause);
  }

  private arrive(direction: number, packet: number, timeToLive: number, arrival: number): void {
    const device = this.farDevices[direction] as number;
    const { trace } = this.writer;
    const destination = trace.destinationAddress(packet);
    const target = this.routes.ownerOf(destination);
    if (target === device) {
      if (this.forwards[device]) this.drop(device, packet, DropReason.notForUs, arrival);
      else this.deliver(device, packet, arrival);
      return;
    }
    if (!this.forwards[device]) {
      this.drop(device, packet, DropReason.notForUs, arrival);
      return;
    }
    // RFC 1812 section 5.3.1: the TTL is lowered by one; at zero the packet is discarded.
    if (timeToLive <= 1) {
      this.drop(device, packet, DropReason.ttlExpired, arrival);
      return;
    }
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
    writer.recordCausedBy(cause, RecordKind.ipDrop, device, packet, connection, 0, 0, reason);
  }
}
