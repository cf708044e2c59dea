/** Not link directions: there is no way; the address is the device's own; nobody has the address. */
export const noRoute = 0xffff;
export const ownAddress = 0xfffe;
export const unknownAddress = 0x10000;

/** One device's routes: by destination, the link direction in which it sends. */
export class ForwardingTable {
  /**
   * `targets`: the number of each address; `directions` and `mtus`, by that number: the link direction to take,
   * `noRoute` or `ownAddress`; and the smallest MTU on the way, bytes, 0 where there is none.
   */
  constructor(
    private readonly targets: ReadonlyMap<number, number>,
    private readonly directions: Uint16Array,
    private readonly mtus: Uint32Array,
  ) {}

  /** The link direction for a destination, or `noRoute`, `ownAddress`, `unknownAddress`. */
  next(destination: number): number {
    const target = this.targets.get(destination);
    return target === undefined ? unknownAddress : (this.directions[target] ?? noRoute);
  }

  /** The smallest MTU on the way to a destination, bytes; 0: there is no way. */
  mtu(destination: number): number {
    const target = this.targets.get(destination);
    return target === undefined ? 0 : (this.mtus[target] ?? 0);
  }
}
