/**
 * Kernel. It knows virtual time in whole nanoseconds, events that are due, named streams of random numbers, machines
 * as tables. It never sees packets, devices, a trace, or the clock on the wall. Not here: what an event means:
 * `kind`, `a` and `b` are numbers that the world gives a meaning.
 */

/**
 * Pending events in order of (time, order of scheduling), first in first out among equals: a 4-ary heap over
 * typed arrays, so that scheduling makes no objects. Payloads stay in their slot while the heap moves.
 */
export class EventQueue {
  size = 0;
  /** The event that `pop` took: valid until the next call. */
  time = 0;
  kind = 0;
  a = 0;
  b = 0;
  private order = 0;
  private times: Float64Array;
  private orders: Float64Array;
  private slots: Uint32Array;
  private kinds: Uint8Array;
  private as: Int32Array;
  private bs: Int32Array;
  /** Slots that are free, as a stack above `size`. */
  private free: Uint32Array;

  constructor(capacity = 1024) {
    this.times = new Float64Array(capacity);
    this.orders = new Float64Array(capacity);
    this.slots = new Uint32Array(capacity);
    this.kinds = new Uint8Array(capacity);
    this.as = new Int32Array(capacity);
    this.bs = new Int32Array(capacity);
    this.free = Uint32Array.from({ length: capacity }, (_, slot) => slot);
  }

  /** Schedules an event at a time in nanoseconds; `a` and `b` are signed 32-bit. */
  push(time: number, kind: number, a: number, b: number): void {
    if (this.size === this.times.length) this.grow();
    const slot = this.free[this.size] as number;
    this.kinds[slot] = kind;
    this.as[slot] = a;
    this.bs[slot] = b;
    const { times, orders, slots } = this;
    const order = this.order++;
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      // A newer event never goes before an equal older one, so times alone decide on the way up.
      if ((times[parent] as number) <= time) break;
      times[hole] = times[parent] as number;
      orders[hole] = orders[parent] as number;
      slots[hole] = slots[parent] as number;
      hole = parent;
    }
    times[hole] = time;
    orders[hole] = order;
    slots[hole] = slot;
  }

  /** The time of the next event; Infinity when there is none. */
  nextTime(): number {
    return this.size === 0 ? Infinity : (this.times[0] as number);
  }

  /** Takes the next event into `time`, `kind`, `a`, `b`; false when there is none. */
  pop(): boolean {
    if (this.size === 0) return false;
    const slot = this.slots[0] as number;
    this.time = this.times[0] as number;
    this.kind = this.kinds[slot] as number;
    this.a = this.as[slot] as number;
    this.b = this.bs[slot] as number;
    const last = --this.size;
    this.free[last] = slot;
    if (last > 0) this.sinkLast(last);
    return true;
  }

  private sinkLast(last: number): void {
    const { times, orders, slots } = this;
    const time = times[last] as number;
    const order = orders[last] as number;
    const slot = slots[last] as number;
    let hole = 0;
    for (;;) {
      const first = hole * 4 + 1;
      if (first >= last) break;
      const end = first + 4 < last ? first + 4 : last;
      let best = first;
      let bestTime = times[first] as number;
      for (let child = first + 1; child < end; child++) {
        const childTime = times[child] as number;
        if (
          childTime < bestTime ||
          (childTime === bestTime && (orders[child] as number) < (orders[best] as number))
        ) {
          best = child;
          bestTime = childTime;
        }
      }
      if (bestTime > time || (bestTime === time && (orders[best] as number) > order)) break;
      times[hole] = bestTime;
      orders[hole] = orders[best] as number;
      slots[hole] = slots[best] as number;
      hole = best;
    }
    times[hole] = time;
    orders[hole] = order;
    slots[hole] = slot;
  }

  private grow(): void {
    const capacity = this.times.length * 2;
    this.times = enlarge(this.times, new Float64Array(capacity));
    this.orders = enlarge(this.orders, new Float64Array(capacity));
    this.slots = enlarge(this.slots, new Uint32Array(capacity));
    this.kinds = enlarge(this.kinds, new Uint8Array(capacity));
    this.as = enlarge(this.as, new Int32Array(capacity));
    this.bs = enlarge(this.bs, new Int32Array(capacity));
    const free = enlarge(this.free, new Uint32Array(capacity));
    for (let slot = this.free.length; slot < capacity; slot++) free[slot] = slot;
    this.free = free;
  }
}

function enlarge<T extends { set(source: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
