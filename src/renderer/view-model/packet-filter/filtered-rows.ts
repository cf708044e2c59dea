import { GrowingList } from '../growing-list';
import type { FilterSource } from './fields';
import type { PacketTest } from './parse';

/**
 * The rows of the packet list that a filter lets through, found a slice at a time so that the window stays quick over
 * a million of them. Without a filter it is all rows, and nothing is gone through.
 */
export class FilteredRows {
  private readonly matches = new GrowingList();
  private scanned = 0;

  constructor(
    private readonly source: FilterSource,
    private readonly test: PacketTest | undefined,
  ) {}

  /** How many rows are known to match. */
  get length(): number {
    return this.test ? this.matches.length : this.source.index.rows.length;
  }
  /** Whether every row that there is was looked at. */
  get complete(): boolean {
    return !this.test || this.scanned >= this.source.index.rows.length;
  }
  /** How many rows were looked at. */
  get looked(): number {
    return this.test ? this.scanned : this.source.index.rows.length;
  }

  /** The row of the whole list at a place in the filtered one. */
  rowAt(place: number): number | undefined {
    if (this.test) return this.matches.at(place);
    return place < this.length ? place : undefined;
  }

  /** Where a row of the whole list stands, or the last one before it; -1 before the first. */
  placeOf(row: number): number {
    return this.test ? this.matches.countBelow(row + 1) - 1 : Math.min(row, this.length - 1);
  }

  /** Looks at up to `rows` more rows. */
  scan(rows: number): void {
    if (!this.test) return;
    const { index } = this.source;
    const end = Math.min(this.scanned + rows, index.rows.length);
    for (; this.scanned < end; this.scanned += 1)
      if (this.test(this.source, index.packetAt(this.scanned))) this.matches.push(this.scanned);
  }
}
