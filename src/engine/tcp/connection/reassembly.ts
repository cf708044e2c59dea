/**
 * Bytes that arrived ahead of the next expected one: disjoint intervals [start, end) of relative sequence numbers in
 * rising order, and the order in which they last grew, for SACK (RFC 2018 section 4: the latest first).
 */
export class Reassembly {
  private starts: number[] = [];
  private ends: number[] = [];
  private touched: number[] = [];
  private touches = 0;

  get isEmpty(): boolean {
    return this.starts.length === 0;
  }

  get count(): number {
    return this.starts.length;
  }

  clear(): void {
    this.starts = [];
    this.ends = [];
    this.touched = [];
  }

  /** The first part of an interval that is held already; undefined: none of it. */
  overlap(start: number, end: number): readonly [number, number] | undefined {
    for (let index = 0; index < this.starts.length; index++) {
      const from = Math.max(start, this.starts[index] as number);
      const to = Math.min(end, this.ends[index] as number);
      if (from < to) return [from, to];
    }
    return undefined;
  }

  /** Adds an interval, joined with what it meets. Returns whether it brought anything new. */
  add(start: number, end: number): boolean {
    let first = 0;
    while (first < this.starts.length && (this.ends[first] as number) < start) first += 1;
    let last = first;
    let from = start;
    let to = end;
    while (last < this.starts.length && (this.starts[last] as number) <= end) {
      from = Math.min(from, this.starts[last] as number);
      to = Math.max(to, this.ends[last] as number);
      last += 1;
    }
    const known = last - first === 1 && this.starts[first] === from && this.ends[first] === to;
    this.touches += 1;
    this.starts.splice(first, last - first, from);
    this.ends.splice(first, last - first, to);
    this.touched.splice(first, last - first, this.touches);
    return !known;
  }

  /** Takes what continues at `next`; returns the new next expected sequence number. */
  takeFrom(next: number): number {
    let reached = next;
    while (this.starts.length > 0 && (this.starts[0] as number) <= reached) {
      reached = Math.max(reached, this.ends[0] as number);
      this.starts.shift();
      this.ends.shift();
      this.touched.shift();
    }
    return reached;
  }

  /** Bytes held. */
  get bytes(): number {
    let sum = 0;
    for (let index = 0; index < this.starts.length; index++)
      sum += (this.ends[index] as number) - (this.starts[index] as number);
    return sum;
  }

  /**
   * Writes the edges of intervals, the one that grew last first, as wire sequence numbers (relative + `base`) into `edges`, left
   * and right in turn, until `most` blocks stand there, `written` of which are there before. Returns how many there are then.
   */
  writeLatest(most: number, base: number, edges: Uint32Array, written = 0): number {
    const { touched } = this;
    let below = Infinity;
    while (written < most) {
      let best = -1;
      for (let index = 0; index < touched.length; index++) {
        const touch = touched[index] as number;
        if (touch < below && (best < 0 || touch > (touched[best] as number))) best = index;
      }
      if (best < 0) break;
      below = touched[best] as number;
      edges[written * 2] = (base + (this.starts[best] as number)) >>> 0;
      edges[written * 2 + 1] = (base + (this.ends[best] as number)) >>> 0;
      written += 1;
    }
    return written;
  }
}
