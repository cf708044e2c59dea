import { type Decoded } from '../encoding/decoded';
import { pushInteger, type Read, readInteger } from '../hpack/integer';
import { pushString, readString } from '../hpack/string';

/** What an encoder writes to its unidirectional stream: RFC 9204 section 4.3. Dynamic indexes are relative. */
export type EncoderInstruction =
  | { readonly kind: 'Set Dynamic Table Capacity'; readonly capacity: number }
  | {
      readonly kind: 'Insert with Name Reference';
      readonly table: 'static' | 'dynamic';
      readonly index: number;
      readonly value: string;
    }
  | { readonly kind: 'Insert with Literal Name'; readonly name: string; readonly value: string }
  | { readonly kind: 'Duplicate'; readonly index: number };

/** What a decoder writes to its own: RFC 9204 section 4.4. */
export type DecoderInstruction =
  | { readonly kind: 'Section Acknowledgment'; readonly stream: number }
  | { readonly kind: 'Stream Cancellation'; readonly stream: number }
  | { readonly kind: 'Insert Count Increment'; readonly increment: number };

/** Appends an encoder instruction; `huffman`: strings in Huffman code where that is not longer. */
export function pushEncoderInstruction(
  bytes: number[],
  instruction: EncoderInstruction,
  huffman: boolean,
): void {
  switch (instruction.kind) {
    case 'Set Dynamic Table Capacity':
      pushInteger(bytes, 0x20, 5, instruction.capacity);
      break;
    case 'Insert with Name Reference':
      pushInteger(bytes, instruction.table === 'static' ? 0xc0 : 0x80, 6, instruction.index);
      pushString(bytes, instruction.value, huffman);
      break;
    case 'Insert with Literal Name':
      pushString(bytes, instruction.name, huffman, 5, 0x40);
      pushString(bytes, instruction.value, huffman);
      break;
    case 'Duplicate':
      pushInteger(bytes, 0x00, 5, instruction.index);
  }
}

/** Reads the encoder instruction at `bytes[at]`; refused at the end of the bytes where it is cut off. */
export function readEncoderInstruction(bytes: Uint8Array, at: number): Decoded<Read<EncoderInstruction>> {
  const first = bytes[at] ?? 0;
  if (first & 0x80) return readInsertWithNameReference(bytes, at);
  if (first & 0x40) return readInsertWithLiteralName(bytes, at);
  const number = readInteger(bytes, at, 5);
  if (!number.ok) return number;
  const { value, end } = number.value;
  const instruction: EncoderInstruction =
    first & 0x20
      ? { kind: 'Set Dynamic Table Capacity', capacity: value }
      : { kind: 'Duplicate', index: value };
  return { ok: true, value: { value: instruction, end } };
}

/**
 * Whether the encoder instruction at `bytes[at]` is there whole, or cannot be read in any case. Reads nothing but lengths, so
 * that one that comes byte by byte is decoded once.
 */
export function isEncoderInstructionWhole(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at] ?? 0;
  if (first & 0x80) {
    const index = endOfInteger(bytes, at, 6);
    return index === 0 || hasString(bytes, index, 7);
  }
  if (!(first & 0x40)) return endOfInteger(bytes, at, 5) <= bytes.length;
  const name = endOfString(bytes, at, 5);
  return name === 0 || hasString(bytes, name, 7);
}

function hasString(bytes: Uint8Array, at: number, prefix: number): boolean {
  return at < bytes.length && endOfString(bytes, at, prefix) <= bytes.length;
}

/** The offset behind an integer; Infinity where it is cut off; 0 where it cannot be read. */
function endOfInteger(bytes: Uint8Array, at: number, prefix: number): number {
  const read = readInteger(bytes, at, prefix);
  if (read.ok) return read.value.end;
  return read.error.at >= bytes.length ? Infinity : 0;
}

/** The same of a string literal, all of it. */
function endOfString(bytes: Uint8Array, at: number, prefix: number): number {
  const read = readInteger(bytes, at, prefix);
  return read.ok ? read.value.end + read.value.value : endOfInteger(bytes, at, prefix);
}

function readInsertWithNameReference(bytes: Uint8Array, at: number): Decoded<Read<EncoderInstruction>> {
  const index = readInteger(bytes, at, 6);
  if (!index.ok) return index;
  const value = readString(bytes, index.value.end);
  if (!value.ok) return value;
  return {
    ok: true,
    value: {
      value: {
        kind: 'Insert with Name Reference',
        table: bytes[at]! & 0x40 ? 'static' : 'dynamic',
        index: index.value.value,
        value: value.value.value,
      },
      end: value.value.end,
    },
  };
}

function readInsertWithLiteralName(bytes: Uint8Array, at: number): Decoded<Read<EncoderInstruction>> {
  const name = readString(bytes, at, 5);
  if (!name.ok) return name;
  const value = readString(bytes, name.value.end);
  if (!value.ok) return value;
  return {
    ok: true,
    value: {
      value: { kind: 'Insert with Literal Name', name: name.value.value, value: value.value.value },
      end: value.value.end,
    },
  };
}

export function pushDecoderInstruction(bytes: number[], instruction: DecoderInstruction): void {
  switch (instruction.kind) {
    case 'Section Acknowledgment':
      pushInteger(bytes, 0x80, 7, instruction.stream);
      break;
    case 'Stream Cancellation':
      pushInteger(bytes, 0x40, 6, instruction.stream);
      break;
    case 'Insert Count Increment':
      pushInteger(bytes, 0x00, 6, instruction.increment);
  }
}

/** Reads the decoder instruction at `bytes[at]`; refused at the end of the bytes where it is cut off. */
export function readDecoderInstruction(bytes: Uint8Array, at: number): Decoded<Read<DecoderInstruction>> {
  const first = bytes[at] ?? 0;
  const number = readInteger(bytes, at, first & 0x80 ? 7 : 6);
  if (!number.ok) return number;
  const { value, end } = number.value;
  return { ok: true, value: { value: decoderInstruction(first, value), end } };
}

function decoderInstruction(first: number, value: number): DecoderInstruction {
  if (first & 0x80) return { kind: 'Section Acknowledgment', stream: value };
  if (first & 0x40) return { kind: 'Stream Cancellation', stream: value };
  return { kind: 'Insert Count Increment', increment: value };
}
