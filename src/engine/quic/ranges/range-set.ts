/** Disjoint half-open intervals [start, end) of whole numbers in rising order: stream bytes, or packet numbers. */
export class RangeSet {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  get count(): number {
    return this.starts.length;
  }
  get isEmpty(): boolean {
    return this.starts.length === 0;
  }
  start(index: number): number {
    return this.starts[index] as number;
  }
  end(index: number): number {
    return this.ends[index] as number;
  }

  /** Adds an interval, joined with what it meets. Returns whether it brought anything new. */
  add(start: number, end: number): boolean {
    const { starts, ends } = this;
    if (start >= end) return false;
    // Almost everything arrives at the upper end.
    let after = starts.length;
    while (after > 0 && (starts[after - 1] as number) > end) after -= 1;
    let first = after;
    let from = start;
    let to = end;
    while (first > 0 && (ends[first - 1] as number) >= start) {
      first -= 1;
      from = Math.min(from, starts[first] as number);
      to = Math.max(to, ends[first] as number);
    }
    if (after - first === 1) {
      const grows = starts[first] !== from || ends[first] !== to;
      starts[first] = from;
      ends[first] = to;
      return grows;
    }
    starts.splice(first, after - first, from);
    ends.splice(first, after - first, to);
    return true;
  }

  /** Takes an interval out, cutting what reaches over its edges. */
  remove(start: number, end: number): void {
    const { starts, ends } = this;
    for (let index = this.firstEndingAfter(start); index < starts.length;) {
      const from = starts[index] as number;
      const to = ends[index] as number;
      if (from >= end) return;
      if (from < start && to > end) {
        starts.splice(index + 1, 0, end);
        ends.splice(index, 0, start);
        return;
      }
      if (from < start) {
        ends[index++] = start;
      } else if (to > end) {
        starts[index] = end;
        return;
      } else {
        starts.splice(index, 1);
        ends.splice(index, 1);
      }
    }
  }

  /** Forgets everything below a number. */
  removeBelow(limit: number): void {
    if (!this.isEmpty && (this.starts[0] as number) < limit) this.remove(this.starts[0] as number, limit);
  }

  contains(value: number): boolean {
    const index = this.firstEndingAfter(value);
    return index < this.starts.length && (this.starts[index] as number) <= value;
  }

  /** Takes out what continues at `next`, and returns where that ends; `next` where nothing does. */
  takeFrom(next: number): number {
    let reached = next;
    while (this.starts.length > 0 && (this.starts[0] as number) <= reached) {
      reached = Math.max(reached, this.ends[0] as number);
      this.starts.shift();
      this.ends.shift();
    }
    return reached;
  }

  clear(): void {
    this.starts.length = 0;
    this.ends.length = 0;
  }

  private firstEndingAfter(value: number): number {
    const { ends } = this;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] as number) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
