import type {
  FieldValue,
  RecordField,
  RecordKindDefinition,
  RecordPlace,
} from '../../src/shared/trace/kinds/definition';
import { allRecordKinds } from '../../src/shared/trace/record-table';
import { companionSchemas, tlsVersion } from './companions';
import { address, oneOf, orNull, text, u32, u8, whole, type Properties } from './json-types';

/** Trace records as lines of JSON (`--export ndjson`), one schema a kind, from the kinds' definitions. */

const common: Properties = {
  t: { ...whole, description: 'Virtual time, nanoseconds.' },
  seq: { ...u32, description: "The record's number, from 0." },
  cause: { anyOf: [u32, { type: 'null' }], description: 'seq of the record that caused this one.' },
};

const onLink: Properties = { link: text, from: text, to: text };
const places: Readonly<Record<RecordPlace, Properties>> = {
  nowhere: {},
  device: { device: text },
  link: onLink,
  sender: { device: text, ...onLink, bytes: whole },
  receiver: { device: text, ...onLink, bytes: whole },
};

/** A field's schema, but for one that another field chooses the words of. */
const values: Readonly<Record<Exclude<FieldValue['as'], 'word' | 'word by'>, object>> = {
  number: u32,
  'optional number': u32,
  'number or null': orNull(u32),
  nanoseconds: whole,
  microseconds: whole,
  address,
  workload: text,
  'tls version': tlsVersion,
  'tls message type': text,
};

function schemaOf({ value, word }: RecordField, choices: Readonly<Record<string, number>>): object {
  if (value.as === 'word') return oneOf(value.names);
  if (value.as === 'word by') return oneOf(value.names[choices[value.field] ?? 0] ?? []);
  return word === 'detail' ? u8 : values[value.as];
}

/** A kind's lines: one schema, or one for each word of the field that chooses the words of others. */
function kindSchemas(kind: RecordKindDefinition): object[] {
  const chooser = Object.values(kind.fields)
    .map(({ value }) => (value.as === 'word by' ? value.field : undefined))
    .find((field) => field !== undefined);
  const chosen = chooser === undefined ? undefined : kind.fields[chooser]?.value;
  if (chooser === undefined || chosen?.as !== 'word') return [kindSchema(kind, {})];
  return chosen.names.map((name, number) =>
    kindSchema(kind, { [chooser]: number }, { [chooser]: { const: name } }),
  );
}

function kindSchema(
  kind: RecordKindDefinition,
  choices: Readonly<Record<string, number>>,
  fixed: Properties = {},
): object {
  const companion = kind.companion ? companionSchemas[kind.companion] : { required: {}, optional: {} };
  const fields = Object.entries(kind.fields).filter(([, { unlisted }]) => unlisted !== true);
  const propertiesOf = (isOptional: boolean): Properties =>
    Object.fromEntries(
      fields
        .filter(([, { value }]) => (value.as === 'optional number') === isOptional)
        .map(([name, field]) => [name, schemaOf(field, choices)]),
    );
  const isThere = (presence: string | undefined, property: Properties) =>
    presence === 'always' ? property : {};
  const mayBeThere = (presence: string | undefined, property: Properties) =>
    presence === 'sometimes' ? property : {};
  const required: Properties = {
    ...(kind.layer > 0 ? { layer: { const: kind.layer } } : {}),
    ...places[kind.place],
    ...isThere(kind.packet, { packet: u32 }),
    ...isThere(kind.connection, { connection: u32 }),
    ...propertiesOf(false),
    ...fixed,
    ...companion.required,
  };
  const optional: Properties = {
    ...propertiesOf(true),
    ...mayBeThere(kind.packet, { packet: u32 }),
    ...mayBeThere(kind.connection, { connection: u32 }),
    ...companion.optional,
  };
  return {
    properties: { ...common, kind: { const: kind.name }, ...required, ...optional },
    required: [...Object.keys(common), 'kind', ...Object.keys(required)],
    additionalProperties: false,
  };
}

/** A record's line as JSON Schema (draft-07). */
export function traceRecordSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'trace-record.schema.json',
    title: 'Hoplab trace record',
    description: 'One line of an ndjson export; docs/trace.md tells what each kind means.',
    type: 'object',
    anyOf: allRecordKinds.flatMap(kindSchemas),
  };
}
