import type { Lab, LabDevice, LabPort } from '../../shared/lab/lab';
import { ForwardingTable, type Destination } from './forwarding-table';
import { pathsTo, type PathTree } from './path-tree';

/**
 * IP without its options: who has an address, by which link a device sends on what is for it, what is passed on and what
 * is thrown away.
 *
 * It knows link directions, the headers of packets in the trace, and its own device. It never sees what is inside a
 * packet, nor other devices' tables. What is not there: fragments (a path's MTU is known to who sends), ICMP, routing
 * protocols: the tables are computed here, once, from the whole lab.
 */

/**
 * Who has which address, and the ways to them: the fewest hops, and among equals the shortest delay (`path-tree.ts`). A host with several
 * links is reached at each address by that address's link. The ways to a place are computed when something is first sent there; all
 * hosts behind one router share the ways to it.
 */
export class Routes {
  private readonly destinations = new Map<number, Destination>();
  /** By root. */
  private readonly trees: (PathTree | undefined)[];

  constructor(private readonly lab: Lab) {
    this.trees = new Array<PathTree | undefined>(lab.devices.length);
    for (const device of lab.devices)
      for (const port of device.ports) {
        const destination = this.destinationAt(device, port);
        for (const address of port.addresses) this.destinations.set(address, destination);
      }
  }

  /** A device's own table. */
  tableOf(device: number): ForwardingTable {
    return new ForwardingTable(device, this.destinations);
  }

  /** The device that has an address, or -1. */
  ownerOf(address: number): number {
    return this.destinations.get(address)?.device ?? -1;
  }

  /** The link direction in which a device sends what is for another, by whichever of its links; or `noRoute`. */
  next(from: number, to: number): number {
    const ports = this.lab.devices[to]?.ports ?? [];
    const [only] = ports;
    if (only && ports.length === 1) return this.tableOf(from).next(only.address);
    return this.treeTo(to).directions[from]!;
  }

  /** The smallest MTU on the way to a destination that begins in a link direction, bytes; 0: there is no such way. */
  mtuOver(direction: number, destination: number): number {
    const link = this.lab.links[direction >>> 1];
    const next = link?.devices[direction & 1 ? 0 : 1];
    if (!link || next === undefined) return 0;
    if (this.ownerOf(destination) === next) return link.mtu;
    return Math.min(link.mtu, this.tableOf(next).mtu(destination));
  }

  private destinationAt({ index, forwarding }: LabDevice, port: LabPort): Destination {
    const tree = (root: number) => () => this.treeTo(root);
    if (forwarding) return { device: index, tree: tree(index), last: undefined };
    const link = this.lab.links[port.link];
    if (!link) throw new RangeError(`no link has the number ${port.link}`);
    const end = (port.direction & 1) as 0 | 1;
    const neighbour = link.devices[end === 0 ? 1 : 0];
    return {
      device: index,
      // A host at the other end reaches it, and passes nothing on.
      tree: this.lab.devices[neighbour]?.forwarding ? tree(neighbour) : undefined,
      last: { device: neighbour, direction: port.direction ^ 1, mtu: link.mtu },
    };
  }

  private treeTo(root: number): PathTree {
    return (this.trees[root] ??= pathsTo(this.lab, root));
  }
}
