import type { LabDocument } from './document';

/** Answers which devices have a way to each other: over any links, but only routers forward. */
export class Reachability {
  private readonly neighbours = new Map<string, string[]>();
  private readonly isRouter: (id: string) => boolean;
  /** Of each router, the island of routers that it belongs to. */
  private readonly islands = new Map<string, number>();

  constructor(document: Pick<LabDocument, 'devices' | 'links'>) {
    const routers = new Set(document.devices.filter(({ kind }) => kind === 'router').map(({ id }) => id));
    this.isRouter = (id) => routers.has(id);
    for (const { a, b } of document.links) {
      this.join(a.device, b.device);
      this.join(b.device, a.device);
    }
    let island = 0;
    for (const router of routers) if (!this.islands.has(router)) this.settle(router, island++);
  }

  /** Whether a packet from one device can get to another. */
  hasWay(from: string, to: string): boolean {
    if (this.neighbours.get(from)?.includes(to)) return true;
    const there = new Set(this.islandsOf(to));
    return this.islandsOf(from).some((island) => there.has(island));
  }

  private islandsOf(device: string): number[] {
    const routers = this.isRouter(device) ? [device] : (this.neighbours.get(device) ?? []);
    return routers.flatMap((router) => this.islands.get(router) ?? []);
  }

  private join(from: string, to: string): void {
    const list = this.neighbours.get(from);
    if (list) list.push(to);
    else this.neighbours.set(from, [to]);
  }

  private settle(start: string, island: number): void {
    const open = [start];
    for (let router = open.pop(); router !== undefined; router = open.pop()) {
      if (this.islands.has(router)) continue;
      this.islands.set(router, island);
      for (const neighbour of this.neighbours.get(router) ?? [])
        if (this.isRouter(neighbour)) open.push(neighbour);
    }
  }
}
