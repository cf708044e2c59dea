import type { DissectedField } from '../../dissection/layer';
import type { Decoded } from '../../encoding/decoded';
import type { Read } from '../../hpack/integer';
import {
  type DecoderInstruction,
  type EncoderInstruction,
  readDecoderInstruction,
  readEncoderInstruction,
} from '../../qpack/instructions';
import { countOf, field, malformedField } from '../../dissection/field';

/** The instructions of a QPACK stream from the start of `bytes` on, which is `base` bytes into the frame. */
export function qpackInstructionFields(bytes: Uint8Array, base: number, encoder: boolean): DissectedField[] {
  const fields: DissectedField[] = [];
  for (let at = 0; at < bytes.length;) {
    const read: Decoded<Read<EncoderInstruction | DecoderInstruction>> = encoder
      ? readEncoderInstruction(bytes, at)
      : readDecoderInstruction(bytes, at);
    if (!read.ok) return [...fields, malformedField(read.error, base, bytes.length)];
    const { value, end } = read.value;
    fields.push(field(value.kind, instructionText(value), base + at, end - at));
    at = end;
  }
  return fields;
}

function instructionText(instruction: EncoderInstruction | DecoderInstruction): string {
  switch (instruction.kind) {
    case 'Set Dynamic Table Capacity':
      return countOf(instruction.capacity, 'byte');
    case 'Insert with Name Reference':
      return `name of ${instruction.table} entry ${instruction.index}: ${instruction.value}`;
    case 'Insert with Literal Name':
      return `${instruction.name}: ${instruction.value}`;
    case 'Duplicate':
      return `entry ${instruction.index}`;
    case 'Section Acknowledgment':
    case 'Stream Cancellation':
      return `stream ${instruction.stream}`;
    case 'Insert Count Increment':
      return String(instruction.increment);
  }
}
