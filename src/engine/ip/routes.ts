import type { Lab } from '../../shared/lab/lab';

/** "There is no way": not a link direction. */
export const noRoute = 0xffff;

/**
 * Forwarding tables for every device, computed once: the fewest hops, and among equals the shortest delay, then the
 * first link in the document. Only routers forward, so a way never leads through a client or a server.
 */
export class Routes {
  private readonly devices: number;
  /** Link direction to take: [from * devices + to]. */
  private readonly nextDirection: Uint16Array;
  private readonly owner = new Map<number, number>();
  /** Smallest MTU on the way: [from * devices + to]. */
  private readonly pathMtu: Uint32Array;

  constructor(lab: Lab) {
    this.devices = lab.devices.length;
    this.nextDirection = new Uint16Array(this.devices * this.devices).fill(noRoute);
    this.pathMtu = new Uint32Array(this.devices * this.devices);
    for (const device of lab.devices)
      for (const port of device.ports) this.owner.set(port.address, device.index);
    for (const target of lab.devices) this.routeTo(lab, target.index);
  }

  /** The device that has an address, or -1. */
  ownerOf(address: number): number {
    return this.owner.get(address) ?? -1;
  }

  /** The link direction in which a device sends what is for another, or `noRoute`. */
  next(from: number, to: number): number {
    return this.nextDirection[from * this.devices + to] ?? noRoute;
  }

  /** The smallest MTU between two devices, bytes; 0 when there is no way. */
  mtu(from: number, to: number): number {
    return this.pathMtu[from * this.devices + to] ?? 0;
  }

  /** Dijkstra from the target backwards. */
  private routeTo(lab: Lab, target: number): void {
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
      const forwards = nearest === target || lab.devices[nearest]?.kind === 'router';
      if (!forwards) continue;
      for (const port of lab.devices[nearest]?.ports ?? []) {
        const link = lab.links[port.link];
        if (!link) continue;
        const neighbour = link.devices[0] === nearest ? link.devices[1] : link.devices[0];
        const newHops = (hops[nearest] ?? 0) + 1;
        const newDelay = (delays[nearest] ?? 0) + link.delay;
        if (settled[neighbour] || !isCloser(newHops, newDelay, hops[neighbour], delays[neighbour])) continue;
        hops[neighbour] = newHops;
        delays[neighbour] = newDelay;
        mtus[neighbour] = Math.min(mtus[nearest] ?? 0, link.mtu);
        const cell = neighbour * this.devices + target;
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
