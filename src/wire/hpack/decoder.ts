import { type Decoded, refuse } from '../encoding/decoded';
import { DynamicTable } from './dynamic-table';
import { initialTableSize, type Indexing } from './encoder';
import type { FieldLine } from './field-line';
import { readInteger } from './integer';
import { hpackStaticTable } from './static-table';
import { readString } from './string';

/** A field as it stood in a header block. */
export interface HpackField extends FieldLine {
  readonly representation: 'indexed' | Indexing;
  /** Index of the entry that gave name and value, or the name alone; 0: both are literals. */
  readonly index: number;
  /** Its bytes, from the start of the block. */
  readonly offset: number;
  readonly length: number;
}

export interface TableSizeUpdate {
  readonly representation: 'table size update';
  readonly size: number;
  readonly offset: number;
  readonly length: number;
}

/** What a header block holds, in order. */
export interface HpackBlock {
  readonly fields: readonly HpackField[];
  readonly sizeUpdates: readonly TableSizeUpdate[];
}

/** Reads the header blocks of one direction of a connection, in order: RFC 7541. An error is one of the connection. */
export class HpackDecoder {
  readonly table: DynamicTable;

  /** `sizeLimit`: what SETTINGS_HEADER_TABLE_SIZE allows the encoder. */
  constructor(private sizeLimit = initialTableSize) {
    this.table = new DynamicTable(sizeLimit);
  }

  /** A new SETTINGS_HEADER_TABLE_SIZE was acknowledged. */
  setSizeLimit(limit: number): void {
    this.sizeLimit = limit;
    if (this.table.capacity > limit) this.table.setCapacity(limit);
  }

  decode(block: Uint8Array): Decoded<HpackBlock> {
    const fields: HpackField[] = [];
    const sizeUpdates: TableSizeUpdate[] = [];
    for (let at = 0; at < block.length;) {
      if ((block[at]! & 0xe0) === 0x20) {
        // RFC 7541 section 4.2: an update stands at the beginning of a block.
        if (fields.length > 0)
          return refuse(at, 'a table size update behind a field', 'only at the beginning of a block');
        const update = this.readSizeUpdate(block, at);
        if (!update.ok) return update;
        sizeUpdates.push(update.value);
        at += update.value.length;
      } else {
        const field = block[at]! & 0x80 ? this.readIndexed(block, at) : this.readLiteral(block, at);
        if (!field.ok) return field;
        fields.push(field.value);
        at += field.value.length;
      }
    }
    return { ok: true, value: { fields, sizeUpdates } };
  }

  private readSizeUpdate(block: Uint8Array, at: number): Decoded<TableSizeUpdate> {
    const size = readInteger(block, at, 5);
    if (!size.ok) return size;
    const { value, end } = size.value;
    if (value > this.sizeLimit)
      return refuse(at, `a table size of ${value}`, `at most ${this.sizeLimit} bytes`);
    this.table.setCapacity(value);
    return {
      ok: true,
      value: { representation: 'table size update', size: value, offset: at, length: end - at },
    };
  }

  private readIndexed(block: Uint8Array, at: number): Decoded<HpackField> {
    const index = readInteger(block, at, 7);
    if (!index.ok) return index;
    const entry = this.entry(index.value.value);
    if (!entry) return this.noEntry(at, index.value.value);
    return {
      ok: true,
      value: {
        name: entry.name,
        value: entry.value,
        representation: 'indexed',
        index: index.value.value,
        offset: at,
        length: index.value.end - at,
      },
    };
  }

  private readLiteral(block: Uint8Array, at: number): Decoded<HpackField> {
    const first = block[at]!;
    const representation = first & 0x40 ? 'incremental' : first & 0x10 ? 'never' : 'without';
    const index = readInteger(block, at, representation === 'incremental' ? 6 : 4);
    if (!index.ok) return index;
    const name = this.readName(block, index.value.value, index.value.end, at);
    if (!name.ok) return name;
    const value = readString(block, name.value.end);
    if (!value.ok) return value;
    const field = { name: name.value.value, value: value.value.value };
    if (representation === 'incremental') this.table.insert(field);
    const length = value.value.end - at;
    return { ok: true, value: { ...field, representation, index: index.value.value, offset: at, length } };
  }

  private readName(
    block: Uint8Array,
    index: number,
    at: number,
    start: number,
  ): ReturnType<typeof readString> {
    if (index === 0) return readString(block, at);
    const entry = this.entry(index);
    return entry ? { ok: true, value: { value: entry.name, end: at } } : this.noEntry(start, index);
  }

  /** RFC 7541 section 2.3.3: the dynamic table's newest entry follows the static table. */
  private entry(index: number): FieldLine | undefined {
    const fixed = hpackStaticTable[index - 1];
    if (fixed) return { name: fixed[0], value: fixed[1] };
    const ago = index - hpackStaticTable.length;
    return ago > 0 ? this.table.at(this.table.insertCount - ago) : undefined;
  }

  private noEntry(at: number, index: number): ReturnType<typeof refuse> {
    const held = this.table.insertCount - this.table.oldest;
    return refuse(at, `index ${index}`, `1 to ${hpackStaticTable.length + held}`);
  }
}
