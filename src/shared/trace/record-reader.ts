import type { RecordField, RecordFields } from './kinds/definition';
import { recordKinds } from './kinds/list';
import type { RecordKindKey } from './record-table';
import type { TraceReader } from './trace-reader';

/** Reads one field of a record as the number that it holds: no object is made. */
export type FieldReader = (trace: TraceReader, seq: number) => number;

const wholeA: FieldReader = (trace, seq) => trace.a(seq);
const wholeB: FieldReader = (trace, seq) => trace.b(seq);
const detail: FieldReader = (trace, seq) => trace.detail(seq);
const both: FieldReader = (trace, seq) => trace.a(seq) + trace.b(seq) * 0x100000000;

/** How a field is read out of its word. */
export function readerOf({ word, shift, bits }: RecordField): FieldReader {
  if (word === 'detail') return detail;
  if (word === 'a,b') return both;
  if (bits === 32) return word === 'a' ? wholeA : wholeB;
  const mask = (1 << bits) - 1;
  return word === 'a'
    ? (trace, seq) => (trace.a(seq) >>> shift) & mask
    : (trace, seq) => (trace.b(seq) >>> shift) & mask;
}

/** A reader of every field of every kind: `read.tcpSend.bytesInFlight(trace, seq)`. Of a record of another kind it means nothing. */
export const read: {
  readonly [Kind in RecordKindKey]: {
    readonly [Field in keyof (typeof recordKinds)[Kind]['fields']]: FieldReader;
  };
} = readersOf(recordKinds);

function readersOf<Kinds extends Readonly<Record<string, { readonly fields: RecordFields }>>>(kinds: Kinds) {
  const entries = Object.entries(kinds).map(([key, { fields }]) => [
    key,
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, readerOf(field)])),
  ]);
  return Object.fromEntries(entries) as {
    [Kind in keyof Kinds]: { [Field in keyof Kinds[Kind]['fields']]: FieldReader };
  };
}
