import { type Decoded, refuse } from '../encoding/decoded';
import type { DynamicTable } from '../hpack/dynamic-table';
import type { FieldLine } from '../hpack/field-line';
import { type Read, readInteger } from '../hpack/integer';
import { readString } from '../hpack/string';
import type { SectionPrefix } from './section-prefix';
import { qpackStaticTable } from './static-table';

/** A field as it stood in a section: RFC 9204 section 4.5.2 to 4.5.6. */
export interface QpackField extends FieldLine {
  readonly representation: 'indexed' | 'name reference' | 'literal';
  /** Where name and value, or the name alone, came from. */
  readonly table: 'static' | 'dynamic' | 'none';
  /** Position in the static table, or absolute index in the dynamic one; -1: neither. */
  readonly index: number;
  /** The N bit: intermediaries may not index the field. */
  readonly never: boolean;
  /** Its bytes, from the start of the section. */
  readonly offset: number;
  readonly length: number;
}

/** How a representation's first byte is read. */
interface Form {
  readonly representation: QpackField['representation'];
  readonly reference: 'static' | 'relative' | 'post-base' | 'none';
  readonly prefix: number;
  readonly never: boolean;
}

function formOf(first: number): Form {
  if (first & 0x80)
    return {
      representation: 'indexed',
      reference: first & 0x40 ? 'static' : 'relative',
      prefix: 6,
      never: false,
    };
  if (first & 0x40)
    return {
      representation: 'name reference',
      reference: first & 0x10 ? 'static' : 'relative',
      prefix: 4,
      never: (first & 0x20) !== 0,
    };
  if (first & 0x20)
    return { representation: 'literal', reference: 'none', prefix: 3, never: (first & 0x10) !== 0 };
  if (first & 0x10) return { representation: 'indexed', reference: 'post-base', prefix: 4, never: false };
  return {
    representation: 'name reference',
    reference: 'post-base',
    prefix: 3,
    never: (first & 0x08) !== 0,
  };
}

/** Reads the field lines of a section from `at` on. */
export function readFieldLines(
  section: Uint8Array,
  at: number,
  prefix: SectionPrefix,
  table: DynamicTable,
): Decoded<QpackField[]> {
  const fields: QpackField[] = [];
  for (let next = at; next < section.length;) {
    const field = readFieldLine(section, next, prefix, table);
    if (!field.ok) return field;
    fields.push(field.value);
    next += field.value.length;
  }
  return { ok: true, value: fields };
}

interface Source {
  readonly name: string;
  readonly value: string;
  readonly table: QpackField['table'];
  readonly index: number;
}

function readFieldLine(
  section: Uint8Array,
  at: number,
  prefix: SectionPrefix,
  table: DynamicTable,
): Decoded<QpackField> {
  const form = formOf(section[at]!);
  const source = readSource(section, at, form, prefix, table);
  if (!source.ok) return source;
  const { value: found, end } = source.value;
  const { representation, never } = form;
  if (representation === 'indexed')
    return { ok: true, value: { ...found, representation, never, offset: at, length: end - at } };
  const value = readString(section, end);
  if (!value.ok) return value;
  const length = value.value.end - at;
  return {
    ok: true,
    value: { ...found, value: value.value.value, representation, never, offset: at, length },
  };
}

/** The entry that a representation refers to, or its literal name. */
function readSource(
  section: Uint8Array,
  at: number,
  form: Form,
  { requiredInsertCount, base }: SectionPrefix,
  table: DynamicTable,
): Decoded<Read<Source>> {
  if (form.reference === 'none') {
    const name = readString(section, at, form.prefix);
    if (!name.ok) return name;
    const source: Source = { name: name.value.value, value: '', table: 'none', index: -1 };
    return { ok: true, value: { value: source, end: name.value.end } };
  }
  const number = readInteger(section, at, form.prefix);
  if (!number.ok) return number;
  const { value: told, end } = number.value;
  if (form.reference === 'static') {
    const entry = qpackStaticTable[told];
    if (!entry) return refuse(at, `static index ${told}`, `0 to ${qpackStaticTable.length - 1}`);
    return {
      ok: true,
      value: { value: { name: entry[0], value: entry[1], table: 'static', index: told }, end },
    };
  }
  const index = form.reference === 'relative' ? base - told - 1 : base + told;
  const entry = table.at(index);
  // RFC 9204 section 2.2.3: a reference beyond what the section said that it requires is an error.
  if (!entry || index >= requiredInsertCount)
    return refuse(at, `dynamic entry ${index}`, `entries held, below ${requiredInsertCount}`);
  return { ok: true, value: { value: { ...entry, table: 'dynamic', index }, end } };
}
