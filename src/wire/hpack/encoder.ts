import { DynamicTable } from './dynamic-table';
import type { FieldLine } from './field-line';
import { pushInteger } from './integer';
import { StaticIndex } from './static-index';
import { hpackStaticTable } from './static-table';
import { pushString } from './string';

/** What a literal does to the dynamic table: RFC 7541 section 6.2.1 to 6.2.3. */
export type Indexing = 'incremental' | 'without' | 'never';

/** A field to encode; `indexing` where it shall not be as for all others. */
export interface FieldToEncode extends FieldLine {
  readonly indexing?: Indexing;
}

export interface HpackEncoderOptions {
  /** Bytes of the dynamic table to begin with: SETTINGS_HEADER_TABLE_SIZE, 4,096 where nothing was said. */
  readonly tableSize?: number;
  /** Whether strings are written in Huffman code where that is not longer. Default: yes. */
  readonly huffman?: boolean;
}

export const initialTableSize = 4096;

const staticIndex = new StaticIndex(hpackStaticTable);
const literalForms = {
  incremental: { bits: 0x40, prefix: 6 },
  without: { bits: 0x00, prefix: 4 },
  never: { bits: 0x10, prefix: 4 },
} as const;

/** Writes the header blocks of one direction of a connection, in order: RFC 7541. */
export class HpackEncoder {
  readonly table: DynamicTable;
  private readonly huffman: boolean;
  /** The smallest and the last of the table sizes set since the last block; undefined: none was. */
  private pendingSizes: { smallest: number; last: number } | undefined;

  constructor({ tableSize = initialTableSize, huffman = true }: HpackEncoderOptions = {}) {
    this.table = new DynamicTable(tableSize);
    this.huffman = huffman;
  }

  /** Changes the table's size: the next block begins by saying so (RFC 7541 section 4.2). */
  setTableSize(size: number): void {
    const smallest = Math.min(size, this.pendingSizes?.smallest ?? size);
    this.pendingSizes = { smallest, last: size };
    this.table.setCapacity(size);
  }

  /** A header block. The decoder must see every block, in this order. */
  encode(fields: readonly FieldToEncode[]): Uint8Array {
    const bytes: number[] = [];
    this.pushSizes(bytes);
    for (const field of fields) this.push(bytes, field);
    return Uint8Array.from(bytes);
  }

  private pushSizes(bytes: number[]): void {
    const sizes = this.pendingSizes;
    if (!sizes) return;
    // RFC 7541 section 4.2: the smallest size between two blocks is told too, as entries were evicted by it.
    if (sizes.smallest < sizes.last) pushInteger(bytes, 0x20, 5, sizes.smallest);
    pushInteger(bytes, 0x20, 5, sizes.last);
    this.pendingSizes = undefined;
  }

  private push(bytes: number[], field: FieldToEncode): void {
    const { name, value, indexing = 'incremental' } = field;
    const index = indexing === 'incremental' ? this.indexOf(name, value) : 0;
    if (index > 0) {
      pushInteger(bytes, 0x80, 7, index);
      return;
    }
    const { bits, prefix } = literalForms[indexing];
    const nameIndex = this.indexOf(name);
    pushInteger(bytes, bits, prefix, nameIndex);
    if (nameIndex === 0) pushString(bytes, name, this.huffman);
    pushString(bytes, value, this.huffman);
    if (indexing === 'incremental') this.table.insert(field);
  }

  /** RFC 7541 section 2.3.3: the static table first, then the dynamic one, newest first; 0: nowhere. */
  private indexOf(name: string, value?: string): number {
    const fixed = value === undefined ? staticIndex.findName(name) : staticIndex.find(name, value);
    if (fixed >= 0) return fixed + 1;
    const found = this.table.find(name, value);
    return found < 0 ? 0 : hpackStaticTable.length + this.table.insertCount - found;
  }
}
