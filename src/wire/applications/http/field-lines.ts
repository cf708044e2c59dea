import type { DissectedField } from '../../dissection/layer';
import type { HpackBlock } from '../../hpack/decoder';
import type { FieldLine } from '../../hpack/field-line';
import type { QpackField } from '../../qpack/field-lines';
import { countOf, field } from '../../dissection/field';

/** Header fields as HPACK and QPACK carry them, each over the bytes that stand for it. */

const hpackNotes = {
  indexed: 'indexed',
  incremental: 'literal, added to the dynamic table',
  without: 'literal, not indexed',
  never: 'literal, never indexed',
} as const;

/** A header block whose first byte is `base` bytes into the frame. */
export function hpackFields(block: HpackBlock, base: number): DissectedField[] {
  const updates = block.sizeUpdates.map((update) =>
    field('Dynamic Table Size Update', countOf(update.size, 'byte'), base + update.offset, update.length),
  );
  const fields = block.fields.map((one) =>
    field(one.name, one.value, base + one.offset, one.length, {
      note: hpackNotes[one.representation] + hpackIndex(one.representation === 'indexed', one.index),
    }),
  );
  return [...updates, ...fields];
}

function hpackIndex(whole: boolean, index: number): string {
  if (index === 0) return '';
  // RFC 7541 section 2.3.3: 61 entries are the static table's.
  const table = index > 61 ? 'dynamic' : 'static';
  return whole ? `: entry ${index}, ${table}` : `; name of entry ${index}, ${table}`;
}

/** The fields of a section whose first byte, of its prefix, is `base` bytes into the frame. */
export function qpackFields(fields: readonly QpackField[], base: number): DissectedField[] {
  return fields.map((one) =>
    field(one.name, one.value, base + one.offset, one.length, { note: qpackNote(one) }),
  );
}

function qpackNote({ representation, table, index, never }: QpackField): string {
  const hint = never ? ', never indexed' : '';
  if (representation === 'indexed') return `indexed: entry ${index}, ${table}`;
  if (representation === 'literal') return `literal${hint}`;
  return `literal${hint}; name of entry ${index}, ${table}`;
}

/** A message in a few words: `GET /path`, `200`; '' where the fields are of neither. */
export function messageLine(fields: readonly FieldLine[]): string {
  const valueOf = (name: string) => fields.find((one) => one.name === name)?.value;
  const status = valueOf(':status');
  if (status !== undefined) return status;
  return [valueOf(':method'), valueOf(':path')].filter((part) => part !== undefined).join(' ');
}
