/** Frames that wait for their first bit to leave, by that moment, then by record: a binary heap. */
export class PendingFrames {
  private readonly times: number[] = [];
  private readonly records: number[] = [];

  get size(): number {
    return this.times.length;
  }
  /** When the first of them leaves; Infinity when there is none. */
  get firstTime(): number {
    return this.times[0] ?? Infinity;
  }

  add(time: number, record: number): void {
    let at = this.times.length;
    this.times.push(time);
    this.records.push(record);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  /** Takes the first one out and returns its record; undefined when there is none. */
  take(): number | undefined {
    const record = this.records[0];
    if (record !== undefined) this.remove(0);
    return record;
  }

  /** Takes the one out whose record `matches`; says whether there was one. */
  cancel(matches: (record: number) => boolean): boolean {
    const at = this.records.findIndex(matches);
    if (at >= 0) this.remove(at);
    return at >= 0;
  }

  private remove(at: number): void {
    const last = this.times.length - 1;
    this.swap(at, last);
    this.times.pop();
    this.records.pop();
    if (at < last) this.settle(at);
  }

  private settle(from: number): void {
    let at = from;
    while (at > 0 && this.before(at, (at - 1) >> 1)) {
      this.swap(at, (at - 1) >> 1);
      at = (at - 1) >> 1;
    }
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.times.length && this.before(child, least)) least = child;
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  private before(left: number, right: number): boolean {
    const earlier = this.times[left]! - this.times[right]!;
    return earlier < 0 || (earlier === 0 && this.records[left]! < this.records[right]!);
  }

  private swap(left: number, right: number): void {
    const time = this.times[left]!;
    this.times[left] = this.times[right]!;
    this.times[right] = time;
    const record = this.records[left]!;
    this.records[left] = this.records[right]!;
    this.records[right] = record;
  }
}
