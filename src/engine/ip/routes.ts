import type { Lab, LabPort } from '../../shared/lab/lab';
import { ForwardingTable, noRoute, ownAddress } from './forwarding-table';

/**
 * IP without its options: who has an address, by which link a device sends on what is for it, what is passed on and what
 * is thrown away.
 *
 * It knows link directions, the headers of packets in the trace, and its own device. It never sees what is inside a
 * packet, nor other devices' tables. What is not there: fragments (a path's MTU is known to who sends), ICMP, routing
 * protocols: the tables are computed here, once, from the whole lab.
 */

/** Where a way may lead: a device by any of its ports, or by one of them only. */
interface Target {
  readonly device: number;
  readonly ports: readonly LabPort[];
}

/**
 * Forwarding tables for every device, computed once: the fewest hops, and among equals the shortest delay, then the
 * first link in the document. Only routers forward, so a way never leads through a client or a server. A host with
 * several links is reached at each address by that address's link.
 */
export class Routes {
  private readonly devices: number;
  private readonly targets: readonly Target[];
  /** Link direction to take: [from * targets + target]. The first targets are the devices. */
  private readonly nextDirection: Uint16Array;
  private readonly owner = new Map<number, number>();
  private readonly targetByAddress = new Map<number, number>();
  /** Smallest MTU on the way: [from * targets + target]. */
  private readonly pathMtu: Uint32Array;

  constructor(lab: Lab) {
    this.devices = lab.devices.length;
    const targets: Target[] = lab.devices.map(({ index, ports }) => ({ device: index, ports }));
    for (const { index, forwarding, ports } of lab.devices) {
      for (const port of ports) {
        const alone = forwarding !== undefined || ports.length === 1;
        for (const address of port.addresses) {
          this.owner.set(address, index);
          this.targetByAddress.set(address, alone ? index : targets.length);
        }
        if (!alone) targets.push({ device: index, ports: [port] });
      }
    }
    this.targets = targets;
    this.nextDirection = new Uint16Array(this.devices * targets.length).fill(noRoute);
    this.pathMtu = new Uint32Array(this.devices * targets.length);
    targets.forEach((_, target) => this.routeTo(lab, target));
    targets.forEach(({ device }, target) => {
      this.nextDirection[device * targets.length + target] = ownAddress;
    });
  }

  /** A device's own table. */
  tableOf(device: number): ForwardingTable {
    const from = device * this.targets.length;
    const to = from + this.targets.length;
    return new ForwardingTable(
      this.targetByAddress,
      this.nextDirection.subarray(from, to),
      this.pathMtu.subarray(from, to),
    );
  }

  /** The device that has an address, or -1. */
  ownerOf(address: number): number {
    return this.owner.get(address) ?? -1;
  }

  /** The link direction in which a device sends what is for another, by whichever of its links; or `noRoute`. */
  next(from: number, to: number): number {
    return this.nextDirection[from * this.targets.length + to] ?? noRoute;
  }

  /** Dijkstra from the target backwards. */
  private routeTo(lab: Lab, index: number): void {
    const goal = this.targets[index];
    if (!goal) return;
    const target = goal.device;
    const hops = new Array<number>(this.devices).fill(Infinity);
    const delays = new Array<number>(this.devices).fill(Infinity);
    const mtus = new Array<number>(this.devices).fill(0);
    const settled = new Array<boolean>(this.devices).fill(false);
    hops[target] = 0;
    delays[target] = 0;
    mtus[target] = 0xffffffff;
    for (;;) {
      const nearest = this.nearestOpen(hops, delays, settled);
      if (nearest < 0) return;
      settled[nearest] = true;
      const forwards = nearest === target || lab.devices[nearest]?.forwarding !== undefined;
      if (!forwards) continue;
      const ports = nearest === target ? goal.ports : lab.devices[nearest]?.ports;
      for (const port of ports ?? []) {
        const link = lab.links[port.link];
        if (!link) continue;
        const neighbour = link.devices[0] === nearest ? link.devices[1] : link.devices[0];
        const newHops = (hops[nearest] ?? 0) + 1;
        const newDelay = (delays[nearest] ?? 0) + link.delay;
        if (settled[neighbour] || !isCloser(newHops, newDelay, hops[neighbour], delays[neighbour])) continue;
        hops[neighbour] = newHops;
        delays[neighbour] = newDelay;
        mtus[neighbour] = Math.min(mtus[nearest] ?? 0, link.mtu);
        const cell = neighbour * this.targets.length + index;
        this.nextDirection[cell] = link.index * 2 + (link.devices[0] === neighbour ? 0 : 1);
        this.pathMtu[cell] = mtus[neighbour];
      }
    }
  }

  private nearestOpen(hops: number[], delays: number[], settled: boolean[]): number {
    let best = -1;
    for (let device = 0; device < this.devices; device++) {
      if (settled[device] || hops[device] === Infinity) continue;
      if (best < 0 || isCloser(hops[device] ?? 0, delays[device] ?? 0, hops[best], delays[best]))
        best = device;
    }
    return best;
  }
}

function isCloser(hops: number, delay: number, otherHops = Infinity, otherDelay = Infinity): boolean {
  return hops < otherHops || (hops === otherHops && delay < otherDelay);
}
