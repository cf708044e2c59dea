import { hasTrait } from '../devices/device';
import type { LabDocument } from './document';

const nowhere: ReadonlySet<number> = new Set();

/** Answers which devices have a way to each other: over any links, but only through those that forward. */
export class Reachability {
  private readonly neighbours = new Map<string, Set<string>>();
  private readonly forwarders: ReadonlySet<string>;
  /** Of each forwarder, the island of forwarders that it belongs to. */
  private readonly islands = new Map<string, number>();
  /** Of each device, the islands that it is at or next to. */
  private readonly shores = new Map<string, ReadonlySet<number>>();

  constructor(document: Pick<LabDocument, 'devices' | 'links'>) {
    const { devices, links } = document;
    this.forwarders = new Set(devices.filter((device) => hasTrait(device, 'forwarding')).map(({ id }) => id));
    for (const { a, b } of links) {
      this.join(a.device, b.device);
      this.join(b.device, a.device);
    }
    let island = 0;
    for (const forwarder of this.forwarders)
      if (!this.islands.has(forwarder)) this.settle(forwarder, island++);
    for (const { id } of devices) this.shores.set(id, this.islandsOf(id));
  }

  /** Whether a packet from one device can get to another. */
  hasWay(from: string, to: string): boolean {
    if (this.neighbours.get(from)?.has(to)) return true;
    const there = this.shores.get(to) ?? nowhere;
    for (const island of this.shores.get(from) ?? nowhere) if (there.has(island)) return true;
    return false;
  }

  private islandsOf(device: string): Set<number> {
    const forwarders = this.forwarders.has(device) ? [device] : (this.neighbours.get(device) ?? []);
    const islands = new Set<number>();
    for (const forwarder of forwarders) {
      const island = this.islands.get(forwarder);
      if (island !== undefined) islands.add(island);
    }
    return islands;
  }

  private join(from: string, to: string): void {
    const known = this.neighbours.get(from);
    if (known) known.add(to);
    else this.neighbours.set(from, new Set([to]));
  }

  private settle(start: string, island: number): void {
    const open = [start];
    for (let forwarder = open.pop(); forwarder !== undefined; forwarder = open.pop()) {
      if (this.islands.has(forwarder)) continue;
      this.islands.set(forwarder, island);
      for (const neighbour of this.neighbours.get(forwarder) ?? [])
        if (this.forwarders.has(neighbour)) open.push(neighbour);
    }
  }
}
