import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutated } from '../testing/arbitraries';
import { HpackDecoder, type HpackBlock } from './decoder';
import { HpackEncoder, type Indexing } from './encoder';
import { fieldSections } from './testing/arbitraries';
import { fromHex, toHex } from './testing/hex';
import { hpackExamples } from './testing/rfc7541';
import { hpackStaticTable } from './static-table';

function decoded(decoder: HpackDecoder, block: Uint8Array): HpackBlock {
  const read = decoder.decode(block);
  if (!read.ok) throw new Error(`${read.error.at}: ${read.error.what}`);
  return read.value;
}

function tableOf({ table }: HpackDecoder | HpackEncoder): string[] {
  const lines: string[] = [];
  for (let at = table.insertCount - 1; at >= table.oldest; at -= 1)
    lines.push(`${table.at(at)!.name}: ${table.at(at)!.value}`);
  return lines;
}

const bare = ({ fields }: HpackBlock) => fields.map(({ name, value }) => ({ name, value }));

describe('RFC 7541 appendix C', () => {
  const single: [string, string, string, Indexing | undefined, string, string[]][] = [
    [
      'C.2.1',
      'custom-key',
      'custom-header',
      'incremental',
      '400a637573746f6d2d6b65790d637573746f6d2d686561646572',
      ['custom-key: custom-header'],
    ],
    ['C.2.2', ':path', '/sample/path', 'without', '040c2f73616d706c652f70617468', []],
    ['C.2.3', 'password', 'secret', 'never', '100870617373776f726406736563726574', []],
    ['C.2.4', ':method', 'GET', undefined, '82', []],
  ];
  it.each(single)('%s: %s: %s, %s', (_, name, value, indexing, hex, table) => {
    const field = indexing ? { name, value, indexing } : { name, value };
    expect(toHex(new HpackEncoder({ huffman: false }).encode([field]))).toBe(hex);
    const decoder = new HpackDecoder();
    const block = decoded(decoder, fromHex(hex));
    expect(block.fields).toMatchObject([{ name, value, representation: indexing ?? 'indexed' }]);
    expect(tableOf(decoder)).toEqual(table);
  });

  it.each(hpackExamples)('$section is written byte for byte', ({ huffman, tableSize, blocks }) => {
    const encoder = new HpackEncoder({ huffman, tableSize });
    for (const { fields, hex, table, size } of blocks) {
      expect(toHex(encoder.encode(fields))).toBe(hex);
      expect(tableOf(encoder)).toEqual(table);
      expect(encoder.table.size).toBe(size);
    }
  });

  it.each(hpackExamples)('$section is read', ({ tableSize, blocks }) => {
    const decoder = new HpackDecoder(tableSize);
    for (const { fields, hex, table, size } of blocks) {
      expect(bare(decoded(decoder, fromHex(hex)))).toEqual(fields);
      expect(tableOf(decoder)).toEqual(table);
      expect(decoder.table.size).toBe(size);
    }
  });
});

describe('an encoder and a decoder', () => {
  it('agree over any sequence of blocks and table sizes', () => {
    const steps = fc.array(fc.tuple(fieldSections, fc.option(fc.integer({ min: 0, max: 300 }))), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(steps, fc.boolean(), (blocks, huffman) => {
        const encoder = new HpackEncoder({ huffman });
        const decoder = new HpackDecoder();
        for (const [fields, size] of blocks) {
          if (size !== null) encoder.setTableSize(size);
          expect(bare(decoded(decoder, encoder.encode(fields)))).toEqual(fields);
          expect(tableOf(decoder)).toEqual(tableOf(encoder));
          expect(decoder.table.size).toBeLessThanOrEqual(decoder.table.capacity);
        }
      }),
    );
  });

  it('tell the smallest and the last size between two blocks', () => {
    const encoder = new HpackEncoder();
    encoder.setTableSize(0);
    encoder.setTableSize(1000);
    const block = encoder.encode([]);
    expect(decoded(new HpackDecoder(), block).sizeUpdates.map(({ size }) => size)).toEqual([0, 1000]);
  });

  it('place each field in the bytes of its block', () => {
    fc.assert(
      fc.property(fieldSections, (fields) => {
        const block = new HpackEncoder().encode(fields);
        let at = 0;
        for (const field of decoded(new HpackDecoder(), block).fields) {
          expect(field.offset).toBe(at);
          at += field.length;
        }
        expect(at).toBe(block.length);
      }),
    );
  });
});

describe('a decoder', () => {
  it.each([
    ['80', 0, '1 to 61'],
    ['be', 0, '1 to 61'],
    ['7e00', 0, '1 to 61'],
    ['823f', 1, 'only at the beginning of a block'],
    ['3fe21f', 0, 'at most 4096 bytes'],
    ['4003', 2, 'all of them'],
  ])('refuses %s and tells where and what is allowed', (hex, at, allowed) => {
    expect(new HpackDecoder().decode(fromHex(hex))).toMatchObject({ ok: false, error: { at, allowed } });
  });

  it('reads whole fields of a block that is cut off anywhere, and refuses the rest', () => {
    const { fields, hex } = hpackExamples[3]!.blocks[0]!;
    const block = fromHex(hex);
    for (let length = 0; length < block.length; length += 1) {
      const read = new HpackDecoder(256).decode(block.subarray(0, length));
      if (read.ok) expect(bare(read.value)).toEqual(fields.slice(0, read.value.fields.length));
      else expect(read.error.at).toBeLessThanOrEqual(length);
    }
  });

  it('never throws, whatever the bytes', () => {
    const blocks = mutated(fieldSections.map((fields) => new HpackEncoder().encode(fields)));
    fc.assert(
      fc.property(fc.oneof(blocks, fc.uint8Array({ maxLength: 60 })), (block) => {
        const read = new HpackDecoder().decode(block);
        if (!read.ok) expect(read.error.at).toBeLessThanOrEqual(block.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('knows the 61 entries of the static table', () => {
    expect(hpackStaticTable).toHaveLength(61);
    hpackStaticTable.forEach(([name, value], at) => {
      expect(decoded(new HpackDecoder(), Uint8Array.of(0x81 + at)).fields).toMatchObject([{ name, value }]);
    });
  });
});
