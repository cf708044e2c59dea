/**
 * What of one direction of a stream has reached the receiving host: all up to an edge, and stretches beyond it; and
 * which stretches were lost on their way and have not come since.
 */
export class StreamArrivals {
  /** All before this stream offset has arrived. */
  edge = 0;
  /** Bytes that the application was handed. */
  delivered = 0;
  private readonly beyond: [from: number, to: number][] = [];
  private lost: [from: number, to: number][] = [];

  /**
   * A stretch has arrived. Calls `fresh` for each part of it that is here for the first time.
   */
  arrive(from: number, to: number, fresh: (from: number, to: number) => void): void {
    this.eachMissing(from, to, fresh);
    if (from <= this.edge) this.edge = Math.max(this.edge, to);
    else this.insert(from, to);
    this.absorb();
    this.lost = this.lost.filter((stretch) => stretch[1] > this.edge && !this.covers(stretch));
  }

  /** A packet with a stretch was lost on its way. */
  lose(from: number, to: number): void {
    if (to > this.edge && !this.covers([from, to])) this.lost.push([from, to]);
  }

  /**
   * The byte for which all behind it wait, where one is known to be missing: something beyond it is here, or its
   * packet was lost. undefined: whatever comes next is on its way, or was not sent.
   */
  get missing(): number | undefined {
    if (this.beyond.length > 0) return this.edge;
    return this.lost.some(([from, to]) => from <= this.edge && this.edge < to) ? this.edge : undefined;
  }

  private covers([from, to]: readonly [number, number]): boolean {
    return this.beyond.some((stretch) => stretch[0] <= from && to <= stretch[1]);
  }

  private eachMissing(from: number, to: number, visit: (from: number, to: number) => void): void {
    let at = Math.max(from, this.edge);
    for (const [start, end] of this.beyond) {
      if (at >= to || start >= to) break;
      if (at < start) visit(at, start);
      at = Math.max(at, end);
    }
    if (at < to) visit(at, to);
  }

  /** Adds a stretch beyond the edge, joined with those that it touches; they stay in order. */
  private insert(from: number, to: number): void {
    let at = 0;
    while (at < this.beyond.length && (this.beyond[at]?.[1] ?? 0) < from) at += 1;
    let start = from;
    let end = to;
    let joined = 0;
    for (let next = this.beyond[at]; next && next[0] <= end; next = this.beyond[at + joined]) {
      start = Math.min(start, next[0]);
      end = Math.max(end, next[1]);
      joined += 1;
    }
    this.beyond.splice(at, joined, [start, end]);
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
