import { type FieldLine, fieldSize } from './field-line';

/**
 * Fields in the order in which they were added, the oldest given up where they would be larger than the capacity: RFC 7541
 * section 2.3.2 and 4, RFC 9204 section 3.2. Entries are known by their absolute index: the first one ever is 0.
 */
export class DynamicTable {
  /** Bytes of the entries held, as section 4.1 counts them. */
  size = 0;
  private readonly entries: FieldLine[] = [];
  /** Entries ever evicted: the absolute index of the oldest one held. */
  private evicted = 0;

  constructor(private limit: number) {}

  get capacity(): number {
    return this.limit;
  }

  /** Entries ever added: the absolute index of the next one. */
  get insertCount(): number {
    return this.evicted + this.entries.length;
  }

  /** Absolute index of the oldest entry held; `insertCount` where there is none. */
  get oldest(): number {
    return this.evicted;
  }

  /** RFC 7541 section 4.3: what no longer fits goes. */
  setCapacity(capacity: number): void {
    this.limit = capacity;
    this.evictTo(capacity);
  }

  /** Adds a field; one larger than the whole table empties it and is not held (RFC 7541 section 4.4). */
  insert(field: FieldLine): void {
    const size = fieldSize(field);
    this.evictTo(this.limit - size);
    if (size > this.limit) return;
    this.entries.push({ name: field.name, value: field.value });
    this.size += size;
  }

  /** The entry of an absolute index; undefined where it is gone, or not yet there. */
  at(absolute: number): FieldLine | undefined {
    return this.entries[absolute - this.evicted];
  }

  /** Absolute index of the newest entry below `limit` with such a name, and such a value where one is given; -1: none. */
  find(name: string, value?: string, limit = Infinity): number {
    for (let at = Math.min(this.entries.length, limit - this.evicted) - 1; at >= 0; at -= 1) {
      const entry = this.entries[at]!;
      if (entry.name === name && (value === undefined || entry.value === value)) return this.evicted + at;
    }
    return -1;
  }

  /** The first absolute index that would be left if the table had to hold `size` bytes more. */
  oldestAfterInsert(size: number): number {
    let left = this.size;
    let kept = 0;
    while (kept < this.entries.length && left + size > this.limit) {
      left -= fieldSize(this.entries[kept]!);
      kept += 1;
    }
    return this.evicted + kept;
  }

  private evictTo(size: number): void {
    while (this.size > size && this.entries.length > 0) {
      this.size -= fieldSize(this.entries.shift()!);
      this.evicted += 1;
    }
  }
}
