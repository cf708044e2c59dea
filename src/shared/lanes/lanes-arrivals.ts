/**
 * What of one direction of a stream has reached the receiving host: all up to an edge, and stretches beyond it; and
 * which stretches were lost on their way and have not come since.
 */
export class StreamArrivals {
  /** All before this stream offset has arrived. */
  edge = 0;
  /** Bytes that the application was handed. */
  delivered = 0;
  /** Apart from each other, in their order. */
  private readonly beyond: [from: number, to: number][] = [];
  /** In the order of their losses; some may have come since. */
  private lost: [from: number, to: number][] = [];

  /** A stretch has arrived. Calls `fresh` for each part of it that is here for the first time. */
  arrive(from: number, to: number, fresh: (from: number, to: number) => void): void {
    const first = this.firstEndingFrom(from);
    this.eachMissing(first, from, to, fresh);
    if (from > this.edge) this.insert(first, from, to);
    else if (to > this.edge) {
      this.edge = to;
      this.absorb();
    }
    if (this.beyond.length === 0 && this.lost.length > 0)
      this.lost = this.lost.filter((stretch) => stretch[1] > this.edge);
  }

  /** A packet with a stretch was lost on its way. */
  lose(from: number, to: number): void {
    if (to > this.edge) this.lost.push([from, to]);
  }

  /**
   * The byte for which all behind it wait, where one is known to be missing: something beyond it is here, or its
   * packet was lost. undefined: whatever comes next is on its way, or was not sent.
   */
  get missing(): number | undefined {
    if (this.beyond.length > 0) return this.edge;
    if (this.lost.length === 0) return undefined;
    return this.lost.some(([from, to]) => from <= this.edge && this.edge < to) ? this.edge : undefined;
  }

  /** Index of the first stretch beyond the edge that ends at an offset or later. */
  private firstEndingFrom(offset: number): number {
    let low = 0;
    let high = this.beyond.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.beyond[middle]?.[1] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private eachMissing(
    first: number,
    from: number,
    to: number,
    visit: (from: number, to: number) => void,
  ): void {
    let at = Math.max(from, this.edge);
    for (let index = first; index < this.beyond.length && at < to; index += 1) {
      const [start, end] = this.beyond[index] ?? [to, to];
      if (start >= to) break;
      if (at < start) visit(at, start);
      at = Math.max(at, end);
    }
    if (at < to) visit(at, to);
  }

  /** Adds a stretch, joined with those from index `first` on that it touches. */
  private insert(first: number, from: number, to: number): void {
    let start = from;
    let end = to;
    let joined = 0;
    for (let next = this.beyond[first]; next && next[0] <= end; next = this.beyond[first + joined]) {
      start = Math.min(start, next[0]);
      end = Math.max(end, next[1]);
      joined += 1;
    }
    this.beyond.splice(first, joined, [start, end]);
  }

  /** Takes in stretches that the edge has reached. */
  private absorb(): void {
    let first = this.beyond[0];
    while (first && first[0] <= this.edge) {
      this.edge = Math.max(this.edge, first[1]);
      this.beyond.shift();
      first = this.beyond[0];
    }
  }
}
