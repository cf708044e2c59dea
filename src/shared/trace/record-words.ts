import { formatAddress } from '../units/address';
import type { FieldValue, RecordFields } from './kinds/definition';
import { recordKinds } from './kinds/list';
import { readerOf, type FieldReader } from './record-reader';
import type { RecordKindKey } from './record-table';
import { handshakeTypeNames } from './tls';
import { tlsVersionName } from './tls-tables';
import type { TraceReader } from './trace-reader';

/** Reads one field of a record as a person says it: a state, a reason, an address, a number. */
export type WordReader = (trace: TraceReader, seq: number) => string;

/** How a field of a kind is said. */
export function wordReaderOf(fields: RecordFields, name: string): WordReader {
  const field = fields[name];
  if (!field) throw new RangeError(`there is no field ${name}`);
  const raw = readerOf(field);
  const names = namesFor(fields, field.value);
  if (names) return (trace, seq) => names(trace, seq)[raw(trace, seq)] ?? 'unknown';
  const say = sayers[field.value.as] ?? String;
  return (trace, seq) => say(raw(trace, seq));
}

const sayers: Readonly<Partial<Record<FieldValue['as'], (value: number) => string>>> = {
  address: formatAddress,
  'tls version': tlsVersionName,
  'tls message type': (type) => handshakeTypeNames[type] ?? `type ${type}`,
};

/** The words that a field can be, where it is one of a list: of one list, or of that which another field chooses. */
function namesFor(
  fields: RecordFields,
  value: FieldValue,
): ((trace: TraceReader, seq: number) => readonly string[]) | undefined {
  if (value.as === 'word') return () => value.names;
  if (value.as !== 'word by') return undefined;
  const chooser = fields[value.field];
  const choice: FieldReader = chooser ? readerOf(chooser) : () => 0;
  return (trace, seq) => value.names[choice(trace, seq)] ?? [];
}

/** Every field of every kind in words: `say.tcpSend.reason(trace, seq)`. Of a record of another kind it means nothing. */
export const say = Object.fromEntries(
  Object.entries<{ readonly fields: RecordFields }>(recordKinds).map(([key, { fields }]) => [
    key,
    Object.fromEntries(Object.keys(fields).map((name) => [name, wordReaderOf(fields, name)])),
  ]),
) as {
  readonly [Kind in RecordKindKey]: {
    readonly [Field in keyof (typeof recordKinds)[Kind]['fields']]: WordReader;
  };
};
