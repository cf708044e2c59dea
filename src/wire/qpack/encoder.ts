import { type Decoded, refuse } from '../encoding/decoded';
import { DynamicTable } from '../hpack/dynamic-table';
import type { FieldToEncode } from '../hpack/encoder';
import { type FieldLine, fieldSize } from '../hpack/field-line';
import { pushInteger } from '../hpack/integer';
import { StaticIndex } from '../hpack/static-index';
import { pushString } from '../hpack/string';
import { type DecoderInstruction, type EncoderInstruction, pushEncoderInstruction } from './instructions';
import { OutstandingSections } from './outstanding-sections';
import { pushSectionPrefix } from './section-prefix';
import { qpackStaticTable } from './static-table';

export interface QpackEncoderOptions {
  /** The peer's SETTINGS_QPACK_MAX_TABLE_CAPACITY, bytes; 0: no dynamic table. */
  readonly maximumCapacity?: number;
  /** The peer's SETTINGS_QPACK_BLOCKED_STREAMS: how many streams may wait for the encoder stream. */
  readonly blockedStreams?: number;
  /** Whether strings are written in Huffman code where that is not longer. Default: yes. */
  readonly huffman?: boolean;
}

export interface EncodedSection {
  /** What the HEADERS frame carries. */
  readonly section: Uint8Array;
  /** What the encoder stream carries; may be empty. */
  readonly instructions: Uint8Array;
  /** Entries that the decoder must have before it can read the section. */
  readonly requiredInsertCount: number;
}

const staticIndex = new StaticIndex(qpackStaticTable);

/** Writes the field sections of one direction of a connection, in one pass: RFC 9204 section 2.1 and appendix C. */
export class QpackEncoder {
  readonly table = new DynamicTable(0);
  readonly maximumCapacity: number;
  private readonly huffman: boolean;
  private readonly outstanding: OutstandingSections;

  constructor({ maximumCapacity = 0, blockedStreams = 0, huffman = true }: QpackEncoderOptions = {}) {
    this.maximumCapacity = maximumCapacity;
    this.huffman = huffman;
    this.outstanding = new OutstandingSections(blockedStreams);
  }

  /** Entries that the decoder is known to have (RFC 9204 section 2.1.4). */
  get knownReceivedCount(): number {
    return this.outstanding.knownReceivedCount;
  }

  /** Sets the table's capacity and returns the instruction. Throws a RangeError above what the peer allows. */
  setCapacity(capacity: number): Uint8Array {
    if (capacity > this.maximumCapacity)
      throw new RangeError(`a table of ${capacity} bytes, at most ${this.maximumCapacity}`);
    this.table.setCapacity(capacity);
    return this.instruction({ kind: 'Set Dynamic Table Capacity', capacity });
  }

  /** Adds a field and returns the instruction; undefined where entries in use stand in the way. */
  insert(field: FieldLine): Uint8Array | undefined {
    if (!this.canInsert(fieldSize(field), Infinity)) return undefined;
    const instruction = this.insertion(field);
    this.table.insert(field);
    return this.instruction(instruction);
  }

  /** Adds an entry once more, as its newest, and returns the instruction; undefined where that cannot be. */
  duplicate(absolute: number): Uint8Array | undefined {
    const entry = this.table.at(absolute);
    if (!entry || !this.canInsert(fieldSize(entry), Infinity)) return undefined;
    const index = this.table.insertCount - absolute - 1;
    this.table.insert(entry);
    return this.instruction({ kind: 'Duplicate', index });
  }

  /** A field section for a stream, and what the encoder stream must carry for it. */
  encode(stream: number, fields: readonly FieldToEncode[]): EncodedSection {
    const base = this.table.insertCount;
    const draft: Draft = { stream, base, lines: [], instructions: [], required: 0, oldest: Infinity };
    for (const field of fields) this.push(draft, field);
    if (draft.required > 0) this.outstanding.add(stream, draft.required, draft.oldest);
    const section: number[] = [];
    const prefix = { requiredInsertCount: draft.required, base: draft.required === 0 ? 0 : base };
    pushSectionPrefix(section, prefix, this.maximumCapacity);
    return {
      section: Uint8Array.from([...section, ...draft.lines]),
      instructions: Uint8Array.from(draft.instructions),
      requiredInsertCount: draft.required,
    };
  }

  /** The decoder tells what it has read. */
  take(instruction: DecoderInstruction): Decoded<undefined> {
    const { outstanding } = this;
    switch (instruction.kind) {
      case 'Section Acknowledgment':
        if (!outstanding.acknowledge(instruction.stream))
          return refuse(
            0,
            `acknowledgment for stream ${instruction.stream}`,
            'a stream with sections to acknowledge',
          );
        break;
      case 'Stream Cancellation':
        outstanding.cancel(instruction.stream);
        break;
      case 'Insert Count Increment': {
        // RFC 9204 section 4.4.3.
        const most = this.table.insertCount - outstanding.knownReceivedCount;
        if (instruction.increment === 0 || instruction.increment > most)
          return refuse(0, `an increment of ${instruction.increment}`, `1 to ${most}`);
        outstanding.receive(outstanding.knownReceivedCount + instruction.increment);
      }
    }
    return { ok: true, value: undefined };
  }

  private push(draft: Draft, field: FieldToEncode): void {
    const { name, value, indexing = 'incremental' } = field;
    const fixed = staticIndex.find(name, value);
    if (indexing !== 'never' && fixed >= 0) {
      pushInteger(draft.lines, 0xc0, 6, fixed);
      return;
    }
    const entry = indexing === 'never' ? -1 : this.entryFor(draft, field);
    if (entry >= 0) this.pushReference(draft, entry);
    else this.pushLiteral(draft, field, indexing === 'never');
  }

  /** Absolute index of the entry to refer to, put in where it can be; -1: none. */
  private entryFor(draft: Draft, field: FieldToEncode): number {
    const known = this.table.find(field.name, field.value);
    if (known >= 0)
      return this.usable(draft, known) ? known : this.table.find(field.name, field.value, this.limit(draft));
    if (field.indexing === 'without' || !this.canInsert(fieldSize(field), draft.oldest)) return -1;
    pushEncoderInstruction(draft.instructions, this.insertion(field), this.huffman);
    this.table.insert(field);
    const added = this.table.insertCount - 1;
    return this.usable(draft, added) ? added : -1;
  }

  private pushReference(draft: Draft, absolute: number): void {
    this.refer(draft, absolute);
    if (absolute < draft.base) pushInteger(draft.lines, 0x80, 6, draft.base - absolute - 1);
    else pushInteger(draft.lines, 0x10, 4, absolute - draft.base);
  }

  private pushLiteral(draft: Draft, { name, value }: FieldLine, never: boolean): void {
    const fixed = staticIndex.findName(name);
    const entry = fixed >= 0 ? -1 : this.table.find(name, undefined, this.limit(draft));
    if (fixed >= 0) pushInteger(draft.lines, 0x50 | (never ? 0x20 : 0), 4, fixed);
    else if (entry >= 0) {
      this.refer(draft, entry);
      if (entry < draft.base) pushInteger(draft.lines, 0x40 | (never ? 0x20 : 0), 4, draft.base - entry - 1);
      else pushInteger(draft.lines, never ? 0x08 : 0, 3, entry - draft.base);
    } else pushString(draft.lines, name, this.huffman, 3, 0x20 | (never ? 0x10 : 0));
    pushString(draft.lines, value, this.huffman);
  }

  private refer(draft: Draft, absolute: number): void {
    draft.required = Math.max(draft.required, absolute + 1);
    draft.oldest = Math.min(draft.oldest, absolute);
  }

  /** RFC 9204 section 2.1.2: what the decoder may not have yet is referred to only where the stream may wait for it. */
  private usable(draft: Draft, absolute: number): boolean {
    return absolute < this.limit(draft);
  }

  /** References of a section stay below this absolute index. */
  private limit(draft: Draft): number {
    return this.outstanding.mayBlock(draft.stream) ? Infinity : this.outstanding.knownReceivedCount;
  }

  private insertion(field: FieldLine): EncoderInstruction {
    const fixed = staticIndex.findName(field.name);
    if (fixed >= 0)
      return { kind: 'Insert with Name Reference', table: 'static', index: fixed, value: field.value };
    const known = this.table.find(field.name);
    if (known < 0) return { kind: 'Insert with Literal Name', name: field.name, value: field.value };
    const index = this.table.insertCount - known - 1;
    return { kind: 'Insert with Name Reference', table: 'dynamic', index, value: field.value };
  }

  /** RFC 9204 section 2.1.1: no entry is evicted that is not acknowledged, or that a section refers to. */
  private canInsert(size: number, oldestInDraft: number): boolean {
    if (size > this.table.capacity) return false;
    const left = this.table.oldestAfterInsert(size);
    if (left === this.table.oldest) return true;
    return left <= Math.min(this.outstanding.oldestNeeded(), oldestInDraft);
  }

  private instruction(instruction: EncoderInstruction): Uint8Array {
    const bytes: number[] = [];
    pushEncoderInstruction(bytes, instruction, this.huffman);
    return Uint8Array.from(bytes);
  }
}

/** A section in the making. */
interface Draft {
  readonly stream: number;
  readonly base: number;
  readonly lines: number[];
  readonly instructions: number[];
  required: number;
  oldest: number;
}
