/**
 * Who a segment is for: (local address, local port, remote address, remote port) to a number, by open addressing
 * over typed arrays. Values are not negative: a connection's slot, or a TIME-WAIT entry's with the top bit set by the stack.
 */
export class FourTupleTable {
  size = 0;
  private mask: number;
  private localAddresses: Uint32Array;
  private remoteAddresses: Uint32Array;
  /** Local port in the low half, remote port in the high half. */
  private ports: Uint32Array;
  /** Value + 1; 0: free. */
  private values: Uint32Array;

  constructor(capacity = 64) {
    this.mask = capacity - 1;
    this.localAddresses = new Uint32Array(capacity);
    this.remoteAddresses = new Uint32Array(capacity);
    this.ports = new Uint32Array(capacity);
    this.values = new Uint32Array(capacity);
  }

  /** The value of a four-tuple, or -1. */
  find(localAddress: number, localPort: number, remoteAddress: number, remotePort: number): number {
    const cell = this.cellOf(localAddress, remoteAddress, (localPort | (remotePort << 16)) >>> 0);
    return (this.values[cell] as number) - 1;
  }

  set(
    localAddress: number,
    localPort: number,
    remoteAddress: number,
    remotePort: number,
    value: number,
  ): void {
    if (this.size * 2 > this.mask) this.grow();
    const ports = (localPort | (remotePort << 16)) >>> 0;
    const cell = this.cellOf(localAddress, remoteAddress, ports);
    if (this.values[cell] === 0) {
      this.size += 1;
      this.localAddresses[cell] = localAddress;
      this.remoteAddresses[cell] = remoteAddress;
      this.ports[cell] = ports;
    }
    this.values[cell] = value + 1;
  }

  delete(localAddress: number, localPort: number, remoteAddress: number, remotePort: number): void {
    let hole = this.cellOf(localAddress, remoteAddress, (localPort | (remotePort << 16)) >>> 0);
    if (this.values[hole] === 0) return;
    this.size -= 1;
    // Close the gap: move back what was pushed past it.
    let cell = hole;
    for (;;) {
      cell = (cell + 1) & this.mask;
      if (this.values[cell] === 0) break;
      const home = this.homeOf(cell);
      const pushedPast = hole <= cell ? home <= hole || home > cell : home <= hole && home > cell;
      if (!pushedPast) continue;
      this.move(cell, hole);
      hole = cell;
    }
    this.values[hole] = 0;
  }

  private cellOf(localAddress: number, remoteAddress: number, ports: number): number {
    let cell = hash(localAddress, remoteAddress, ports) & this.mask;
    while (
      this.values[cell] !== 0 &&
      (this.ports[cell] !== ports ||
        this.remoteAddresses[cell] !== remoteAddress ||
        this.localAddresses[cell] !== localAddress)
    )
      cell = (cell + 1) & this.mask;
    return cell;
  }

  private homeOf(cell: number): number {
    const home = hash(
      this.localAddresses[cell] as number,
      this.remoteAddresses[cell] as number,
      this.ports[cell] as number,
    );
    return home & this.mask;
  }

  private move(from: number, to: number): void {
    this.localAddresses[to] = this.localAddresses[from] as number;
    this.remoteAddresses[to] = this.remoteAddresses[from] as number;
    this.ports[to] = this.ports[from] as number;
    this.values[to] = this.values[from] as number;
  }

  private grow(): void {
    const old = {
      localAddresses: this.localAddresses,
      remoteAddresses: this.remoteAddresses,
      ports: this.ports,
      values: this.values,
    };
    const capacity = (this.mask + 1) * 2;
    this.mask = capacity - 1;
    this.localAddresses = new Uint32Array(capacity);
    this.remoteAddresses = new Uint32Array(capacity);
    this.ports = new Uint32Array(capacity);
    this.values = new Uint32Array(capacity);
    for (let cell = 0; cell < old.values.length; cell++) {
      if (old.values[cell] === 0) continue;
      const ports = old.ports[cell] as number;
      const local = old.localAddresses[cell] as number;
      const remote = old.remoteAddresses[cell] as number;
      const target = this.cellOf(local, remote, ports);
      this.localAddresses[target] = local;
      this.remoteAddresses[target] = remote;
      this.ports[target] = ports;
      this.values[target] = old.values[cell] as number;
    }
  }
}

function hash(localAddress: number, remoteAddress: number, ports: number): number {
  let mixed = Math.imul(ports ^ (ports >>> 15), 0x2c1b3c6d);
  mixed = Math.imul((mixed ^ remoteAddress) >>> 0, 0x297a2d39);
  mixed ^= mixed >>> 12;
  mixed = Math.imul((mixed ^ localAddress) >>> 0, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
