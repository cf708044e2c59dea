import { noRoute, ownAddress, unknownAddress } from './next-hops';
import type { PathTree } from './path-tree';

/** What an address stands for: a router, or a host's end of one link. */
export interface Destination {
  /** Who has the address. */
  readonly device: number;
  /** The ways to the router itself, or to the router in front of the host; undefined: there is none in front. */
  readonly tree: (() => PathTree) | undefined;
  /** Of a host: the last hop, from the device in front of it. */
  readonly last: { readonly device: number; readonly direction: number; readonly mtu: number } | undefined;
}

/** One device's routes: by destination, the link direction in which it sends. */
export class ForwardingTable {
  /** `destinations`: by address. */
  constructor(
    private readonly device: number,
    private readonly destinations: ReadonlyMap<number, Destination>,
  ) {}

  /** The link direction for a destination, or `noRoute`, `ownAddress`, `unknownAddress`. */
  next(address: number): number {
    const destination = this.destinations.get(address);
    if (!destination) return unknownAddress;
    const { device } = this;
    if (destination.device === device) return ownAddress;
    const { tree, last } = destination;
    if (last?.device === device) return last.direction;
    return tree ? tree().directions[device]! : noRoute;
  }

  /** The smallest MTU on the way to a destination, bytes; 0: there is no way. */
  mtu(address: number): number {
    const destination = this.destinations.get(address);
    if (!destination || destination.device === this.device) return 0;
    const { tree, last } = destination;
    if (last?.device === this.device) return last.mtu;
    const mtu = tree ? tree().mtus[this.device]! : 0;
    return last ? Math.min(mtu, last.mtu) : mtu;
  }
}
