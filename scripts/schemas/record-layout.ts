import { readFileSync } from 'node:fs';
import type { FieldWord, RecordKindDefinition } from '../../src/shared/trace/kinds/definition';
import { allRecordKinds } from '../../src/shared/trace/record-table';

const begins = '<!-- Written by `npm run schemas` from src/shared/trace/kinds -->\n';
const ends = '<!-- As far as here -->\n';

/** A document with its table of what a, b and detail are, by the kinds' definitions. Throws where its place is not marked. */
export function withRecordLayout(place: string): string {
  const text = readFileSync(place, 'utf8');
  const [before = '', rest = ''] = text.split(begins, 2);
  const after = rest.split(ends, 2)[1];
  if (after === undefined) throw new Error(`${place}: the place of the table of kinds is not marked`);
  return `${before}${begins}\n${layoutTable()}\n${ends}${after}`;
}

function layoutTable(): string {
  const rows = allRecordKinds.map((kind) => [
    `${kind.code}`,
    `\`${kind.name}\``,
    wordMeans(kind, 'a'),
    wordMeans(kind, 'b'),
    wordMeans(kind, 'detail'),
  ]);
  const lines = [['number', 'kind', 'a', 'b', 'detail'], Array<string>(5).fill('---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** What one word of a kind's records holds. */
function wordMeans({ fields }: RecordKindDefinition, word: FieldWord): string {
  return Object.values(fields)
    .flatMap(({ word: own, shift, alsoInDetail, means }) => {
      if (own === 'a,b') return word === 'detail' ? [] : [`${means}, ${word === 'a' ? 'low' : 'high'} 32 bits`];
      if (own !== word) return word === 'detail' && alsoInDetail ? [means] : [];
      return [shift === 0 ? means : `${means} << ${shift}`];
    })
    .join(', ');
}
