import type { DissectedField } from './layer';
import type { WireError } from '../encoding/decoded';

/** What a field may have besides name, value and place. */
export interface FieldExtras {
  readonly note?: string;
  readonly children?: readonly DissectedField[];
}

/** A field of whole bytes; `offset` from the start of the frame. */
export function field(
  name: string,
  value: string | number,
  offset: number,
  length: number,
  extras: FieldExtras = {},
): DissectedField {
  return { name, value: String(value), offset, length, ...extras };
}

/** Part of the bytes `offset .. offset + length`: `bits` are its first bit, from the most significant one, and how many. */
export function bitField(
  name: string,
  value: string | number,
  offset: number,
  length: number,
  bits: readonly [first: number, count: number],
  extras: FieldExtras = {},
): DissectedField {
  return {
    name,
    value: String(value),
    offset,
    length,
    bits: { offset: bits[0], length: bits[1] },
    ...extras,
  };
}

/** One control bit or flag: `Set` or `Not set`. */
export function flagField(
  name: string,
  set: boolean,
  offset: number,
  length: number,
  bit: number,
): DissectedField {
  return bitField(name, set ? 'Set' : 'Not set', offset, length, [bit, 1]);
}

/** A number with its thousands apart: `1,168`. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 byte`, `1,448 bytes`. */
export function countOf(value: number, unit: string): string {
  return `${grouped(value)} ${unit}${value === 1 ? '' : 's'}`;
}

/** `0x1c46`. */
export function hexadecimal(value: number, digits: number): string {
  return '0x' + value.toString(16).padStart(digits, '0');
}

/** What is said of a checksum field: `correct`, or what it should be. */
export function checksumNote(held: number, expected: number): string {
  return held === expected ? 'correct' : `incorrect, should be ${hexadecimal(expected, 4)}`;
}

/** The field that tells why bytes could not be read any further. */
export function malformedField(error: WireError, base: number, length: number): DissectedField {
  return field('Malformed', error.what, base + error.at, Math.max(0, length - error.at), {
    note: `allowed: ${error.allowed}`,
  });
}
