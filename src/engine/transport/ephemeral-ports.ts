/** Which ephemeral ports are taken, per destination: a port is free for one peer while another's connection holds it. */
export class EphemeralPorts {
  /** By local address, then by remote address and port as one number. */
  private readonly usages = new Map<number, Map<number, { next: number; used: number }>>();
  private readonly size: number;

  constructor(
    private readonly from: number,
    private readonly to: number,
  ) {
    this.size = to - from + 1;
  }

  /**
   * The next free port towards a destination; -1: none is left (EADDRNOTAVAIL). `isTaken` asks whether a port's
   * four-tuple is in use.
   */
  take(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    isTaken: (port: number) => boolean,
  ): number {
    const usage = this.usageOf(localAddress, remoteAddress, remotePort);
    if (usage.used >= this.size) return -1;
    for (let tried = 0; tried < this.size; tried++) {
      const port = this.from + usage.next;
      usage.next = (usage.next + 1) % this.size;
      if (isTaken(port)) continue;
      usage.used += 1;
      return port;
    }
    return -1;
  }

  release(localAddress: number, remoteAddress: number, remotePort: number): void {
    this.usageOf(localAddress, remoteAddress, remotePort).used -= 1;
  }

  private usageOf(localAddress: number, remoteAddress: number, remotePort: number) {
    let destinations = this.usages.get(localAddress);
    if (!destinations) {
      destinations = new Map();
      this.usages.set(localAddress, destinations);
    }
    // 32 bits of address and 16 of port: exact in a double.
    const key = remoteAddress * 65536 + remotePort;
    let usage = destinations.get(key);
    if (!usage) {
      usage = { next: 0, used: 0 };
      destinations.set(key, usage);
    }
    return usage;
  }
}
