/** How many are remembered. */
const remembered = 64;

/** The latest few of some records, oldest first; what is older is forgotten. */
export class RecentRecords {
  count = 0;
  private readonly ring = new Float64Array(remembered);
  private next = 0;

  add(seq: number): void {
    this.ring[this.next] = seq;
    this.next = (this.next + 1) % remembered;
    this.count = Math.min(this.count + 1, remembered);
  }

  *[Symbol.iterator](): Generator<number, void, undefined> {
    for (let place = remembered - this.count; place < remembered; place += 1)
      yield this.ring[(this.next + place) % remembered] ?? 0;
  }

  assign(other: RecentRecords): void {
    this.count = other.count;
    this.next = other.next;
    this.ring.set(other.ring);
  }
}
