import { recordKinds } from '../../src/shared/trace/kinds/list';
import type { FieldWord, RecordKindDefinition, RecordPlace } from '../../src/shared/trace/kinds/definition';

/**
 * `src/engine/trace/record-writer.ts`: one method for each kind of record, with a name for each value. Written out, and
 * not made at run time, so that a call has names to read, types to check, and costs no more than writing the row.
 */
export function recordWriterSource(): string {
  const kinds = Object.entries<RecordKindDefinition>(recordKinds).sort(
    ([, one], [, other]) => one.code - other.code,
  );
  return `// Written by \`npm run schemas\` from src/shared/trace/kinds: change a kind there.
import { none } from '../../shared/trace/record';
import { RecordRows } from './record-rows';

/**
 * Writes records, one method for each kind; each returns the record's seq. \`cause\` is the record that led to it: what
 * is being handled, unless another one is given.
 */
export class RecordWriter extends RecordRows {
${kinds.map(([key, kind]) => methodOf(key, kind)).join('\n\n')}
}
`;
}

/** What a record's place is called where it is written, and how it is numbered. */
const places: Readonly<Record<RecordPlace, { readonly name?: string; readonly number: string }>> = {
  sender: { name: 'direction', number: 'direction' },
  receiver: { name: 'direction', number: 'direction' },
  link: { name: 'link', number: 'link * 2' },
  device: { name: 'device', number: 'device' },
  nowhere: { number: '0' },
};

function methodOf(key: string, kind: RecordKindDefinition): string {
  const { name, number } = places[kind.place];
  const parameters = [
    ...(name ? [name] : []),
    ...(kind.packet ? ['packet'] : []),
    ...(kind.connection ? ['connection'] : []),
    ...Object.keys(kind.fields),
  ];
  const values = [
    kind.code,
    number,
    kind.packet ? 'packet' : 'none',
    kind.connection ? 'connection' : 'none',
    wordOf(kind, 'a'),
    wordOf(kind, 'b'),
    wordOf(kind, 'detail'),
    'cause',
  ];
  const means = Object.entries(kind.fields)
    .filter(([field, { means }]) => inWords(field) !== means)
    .map(([field, { means }]) => `   * ${field}: ${means}.\n`);
  const says = `\`${kind.name}\`: ${kind.says}`;
  const comment = means.length === 0 ? `  /** ${says} */` : `  /**\n   * ${says}\n${means.join('')}   */`;
  return `${comment}
  ${key}(${[...parameters.map((parameter) => `${parameter}: number`), 'cause = this.cause'].join(', ')}): number {
    return this.row(${values.join(', ')});
  }`;
}

/** The expression that puts a kind's fields into one word of the record. */
function wordOf(kind: RecordKindDefinition, word: FieldWord): string {
  const parts = Object.entries(kind.fields).flatMap(([key, field]) => {
    if (word === 'detail' && field.alsoInDetail) return [key];
    if (field.word === 'a,b' && word === 'a') return [`${key} >>> 0`];
    if (field.word === 'a,b' && word === 'b') return [`Math.floor(${key} / 0x100000000)`];
    if (field.word !== word) return [];
    return [field.shift === 0 ? key : `(${key} << ${field.shift})`];
  });
  return parts.join(' | ') || '0';
}

/** A field's key as words: `bytes in flight`. */
function inWords(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
