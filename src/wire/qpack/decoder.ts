import { type Decoded, refuse } from '../encoding/decoded';
import { PendingBytes } from '../encoding/pending-bytes';
import { DynamicTable } from '../hpack/dynamic-table';
import { fieldSize, type FieldLine } from '../hpack/field-line';
import {
  type DecoderInstruction,
  type EncoderInstruction,
  pushDecoderInstruction,
  isEncoderInstructionWhole,
  readEncoderInstruction,
} from './instructions';
import { type QpackField, readFieldLines } from './field-lines';
import { readSectionPrefix, type SectionPrefix } from './section-prefix';
import { qpackStaticTable } from './static-table';

/** A field section as it was read; `blocked`: it waits for entries, and no field could be read. */
export interface QpackSection extends SectionPrefix {
  readonly blocked: boolean;
  readonly fields: readonly QpackField[];
  /** Bytes of the prefix. */
  readonly prefixBytes: number;
}

/** Reads the field sections of one direction of a connection: RFC 9204. Refusals are errors of the connection. */
export class QpackDecoder {
  readonly table = new DynamicTable(0);
  /** Bytes of the encoder stream whose instruction is not whole yet. */
  private readonly rest = new PendingBytes();
  /** Decoder instructions not yet taken. */
  private instructions: DecoderInstruction[] = [];
  /** Insertions that the encoder will know of once `instructions` have arrived. */
  private told = 0;

  /** `maximumCapacity`: what SETTINGS_QPACK_MAX_TABLE_CAPACITY allows the encoder. */
  constructor(private readonly maximumCapacity = 0) {}

  /** Takes in the next bytes of the encoder stream, cut anywhere, and returns the instructions now whole. */
  takeEncoderStream(bytes: Uint8Array): Decoded<EncoderInstruction[]> {
    this.rest.push(bytes);
    const stream = this.rest.bytes;
    const done: EncoderInstruction[] = [];
    let at = 0;
    while (at < stream.length && isEncoderInstructionWhole(stream, at)) {
      const read = readEncoderInstruction(stream, at);
      if (!read.ok && read.error.at >= stream.length) break;
      if (!read.ok) return read;
      const applied = this.apply(read.value.value, at);
      if (!applied.ok) return applied;
      done.push(read.value.value);
      at = read.value.end;
    }
    this.rest.drop(at);
    return { ok: true, value: done };
  }

  /** Reads a section of a stream; once it is read it is acknowledged, and once only. */
  decode(stream: number, section: Uint8Array): Decoded<QpackSection> {
    const prefix = readSectionPrefix(section, this.table.insertCount, this.maximumCapacity);
    if (!prefix.ok) return prefix;
    const { value, end } = prefix.value;
    const blocked = value.requiredInsertCount > this.table.insertCount;
    if (blocked) return { ok: true, value: { ...value, blocked, fields: [], prefixBytes: end } };
    const fields = readFieldLines(section, end, value, this.table);
    if (!fields.ok) return fields;
    if (value.requiredInsertCount > 0) {
      this.instructions.push({ kind: 'Section Acknowledgment', stream });
      this.told = Math.max(this.told, value.requiredInsertCount);
    }
    return { ok: true, value: { ...value, blocked, fields: fields.value, prefixBytes: end } };
  }

  /** A stream was reset, or will be read no more (RFC 9204 section 2.2.2.2). */
  cancel(stream: number): void {
    if (this.maximumCapacity > 0) this.instructions.push({ kind: 'Stream Cancellation', stream });
  }

  /** What the decoder stream has to carry now: acknowledgments, cancellations, and entries not told by them. */
  takeInstructions(): DecoderInstruction[] {
    const taken = this.instructions;
    this.instructions = [];
    if (this.table.insertCount > this.told) {
      taken.push({ kind: 'Insert Count Increment', increment: this.table.insertCount - this.told });
      this.told = this.table.insertCount;
    }
    return taken;
  }

  private apply(instruction: EncoderInstruction, at: number): Decoded<undefined> {
    if (instruction.kind === 'Set Dynamic Table Capacity') {
      if (instruction.capacity > this.maximumCapacity)
        return refuse(at, `a capacity of ${instruction.capacity}`, `at most ${this.maximumCapacity} bytes`);
      this.table.setCapacity(instruction.capacity);
      return { ok: true, value: undefined };
    }
    const field = this.fieldOf(instruction);
    if (!field)
      return refuse(at, `${instruction.kind} of an entry that is not there`, 'entries of the tables');
    // RFC 9204 section 3.2.2.
    if (fieldSize(field) > this.table.capacity)
      return refuse(at, `an entry of ${fieldSize(field)} bytes`, `at most ${this.table.capacity} bytes`);
    this.table.insert(field);
    return { ok: true, value: undefined };
  }

  private fieldOf(
    instruction: Exclude<EncoderInstruction, { kind: 'Set Dynamic Table Capacity' }>,
  ): FieldLine | undefined {
    if (instruction.kind === 'Insert with Literal Name') return instruction;
    const entry = this.table.at(this.table.insertCount - instruction.index - 1);
    if (instruction.kind === 'Duplicate') return entry;
    const name = instruction.table === 'static' ? qpackStaticTable[instruction.index]?.[0] : entry?.name;
    return name === undefined ? undefined : { name, value: instruction.value };
  }
}

/** Decoder instructions as the bytes of their stream. */
export function encodeDecoderInstructions(instructions: readonly DecoderInstruction[]): Uint8Array {
  const bytes: number[] = [];
  for (const instruction of instructions) pushDecoderInstruction(bytes, instruction);
  return Uint8Array.from(bytes);
}
