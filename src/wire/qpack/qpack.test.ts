import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldSections } from '../hpack/testing/arbitraries';
import { fromHex, toHex } from '../hpack/testing/hex';
import { mutated } from '../testing/arbitraries';
import { encodeDecoderInstructions, QpackDecoder, type QpackSection } from './decoder';
import { QpackEncoder } from './encoder';
import { readDecoderInstruction, readEncoderInstruction } from './instructions';
import { pushSectionPrefix, readSectionPrefix } from './section-prefix';
import { qpackStaticTable } from './static-table';

const example = { name: ':authority', value: 'www.example.com' };
const sample = { name: ':path', value: '/sample/path' };
const custom = { name: 'custom-key', value: 'custom-value' };

function decoded(decoder: QpackDecoder, stream: number, bytes: Uint8Array): QpackSection {
  const read = decoder.decode(stream, bytes);
  if (!read.ok) throw new Error(`${read.error.at}: ${read.error.what}`);
  return read.value;
}

const bare = ({ fields }: QpackSection) => fields.map(({ name, value }) => ({ name, value }));
const told = (decoder: QpackDecoder) => toHex(encodeDecoderInstructions(decoder.takeInstructions()));

describe('RFC 9204 appendix B', () => {
  /** The exchange up to and including a step, at both ends. */
  function exchange() {
    const encoder = new QpackEncoder({ maximumCapacity: 220, blockedStreams: 10, huffman: false });
    const decoder = new QpackDecoder(220);
    const acknowledge = () => {
      const instructions = decoder.takeInstructions();
      for (const instruction of instructions) expect(encoder.take(instruction).ok).toBe(true);
      return toHex(encodeDecoderInstructions(instructions));
    };
    const give = (bytes: Uint8Array | undefined) => {
      expect(decoder.takeEncoderStream(bytes!).ok).toBe(true);
      return toHex(bytes!);
    };
    return { encoder, decoder, acknowledge, give };
  }

  it('B.1: a literal with a name of the static table', () => {
    const { encoder, decoder } = exchange();
    const { section, instructions } = encoder.encode(0, [{ name: ':path', value: '/index.html' }]);
    expect(toHex(section)).toBe('0000510b2f696e6465782e68746d6c');
    expect(instructions).toHaveLength(0);
    expect(bare(decoded(decoder, 0, section))).toEqual([{ name: ':path', value: '/index.html' }]);
    expect(told(decoder)).toBe('');
  });

  it('B.2 to B.5: insertions, references, duplicates, cancellation, eviction', () => {
    const { encoder, decoder, acknowledge, give } = exchange();
    expect(give(encoder.setCapacity(220))).toBe('3fbd01');
    const first = encoder.encode(4, [example, sample]);
    expect(give(first.instructions)).toBe(
      'c00f7777772e6578616d706c652e636f6d' + 'c10c2f73616d706c652f70617468',
    );
    expect(toHex(first.section)).toBe('03811011');
    expect(bare(decoded(decoder, 4, first.section))).toEqual([example, sample]);
    expect(decoder.table.size).toBe(106);
    expect(acknowledge()).toBe('84');
    expect(encoder.knownReceivedCount).toBe(2);

    expect(give(encoder.insert(custom))).toBe('4a637573746f6d2d6b65790c637573746f6d2d76616c7565');
    expect(acknowledge()).toBe('01');

    const delayed = encoder.duplicate(0);
    expect(toHex(delayed!)).toBe('02');
    const second = encoder.encode(8, [example, { name: ':path', value: '/' }, custom]);
    expect(toHex(second.section)).toBe('050080c181');
    expect(decoded(decoder, 8, second.section)).toMatchObject({ blocked: true, requiredInsertCount: 4 });
    decoder.cancel(8);
    expect(acknowledge()).toBe('48');
    give(delayed);
    expect(decoder.table.size).toBe(217);

    expect(give(encoder.insert({ name: 'custom-key', value: 'custom-value2' }))).toBe(
      '810d637573746f6d2d76616c756532',
    );
    expect(decoder.table.size).toBe(215);
    expect([decoder.table.oldest, decoder.table.insertCount]).toEqual([1, 5]);
  });

  it('is read from the bytes of the appendix alone', () => {
    const decoder = new QpackDecoder(220);
    decoder.takeEncoderStream(
      fromHex('3fbd01c00f7777772e6578616d706c652e636f6dc10c2f73616d706c652f70617468'),
    );
    decoder.takeEncoderStream(fromHex('4a637573746f6d2d6b65790c637573746f6d2d76616c756502'));
    expect(bare(decoded(decoder, 8, fromHex('050080c181')))).toEqual([
      example,
      { name: ':path', value: '/' },
      custom,
    ]);
  });
});

describe('the required insert count', () => {
  it('is told modulo twice the most entries, as in the example of RFC 9204 section 4.5.1.1', () => {
    expect(readSectionPrefix(Uint8Array.of(4, 0), 10, 100)).toMatchObject({
      ok: true,
      value: { value: { requiredInsertCount: 9, base: 9 } },
    });
    // Section 4.5.1.2: 9, sign 1 and a delta of 2 make a Base of 6.
    expect(readSectionPrefix(Uint8Array.of(4, 0x82), 10, 100)).toMatchObject({
      ok: true,
      value: { value: { base: 6 } },
    });
  });

  it('is read as it was written, wherever the table stands', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 5000 }),
        fc.nat({ max: 40 }),
        fc.nat({ max: 5000 }),
        (inserted, ahead, base) => {
          const maximumCapacity = 4096;
          const entries = 128;
          const required = Math.max(1, inserted - ahead);
          const bytes: number[] = [];
          pushSectionPrefix(bytes, { requiredInsertCount: required, base }, maximumCapacity);
          expect(ahead).toBeLessThan(entries);
          expect(readSectionPrefix(Uint8Array.from(bytes), inserted, maximumCapacity)).toMatchObject({
            ok: true,
            value: { value: { requiredInsertCount: required, base } },
          });
        },
      ),
    );
  });

  it.each([
    ['01', 0, 'no table to require entries of'],
    ['0e00', 220, 'above twice the most entries'],
    ['0380', 0, 'a table of no capacity'],
    ['0081', 220, 'a Base below 0'],
  ])('%s of a table of %d bytes is refused: %s', (hex, capacity) => {
    expect(new QpackDecoder(capacity).decode(0, fromHex(hex)).ok).toBe(false);
  });
});

describe('an encoder and a decoder', () => {
  const steps = fc.array(fc.tuple(fieldSections, fc.nat({ max: 3 })), { maxLength: 12 });

  it('agree over any sections, however late the encoder stream and the acknowledgments come', () => {
    fc.assert(
      fc.property(
        steps,
        fc.constantFrom(0, 1, 3),
        fc.constantFrom(0, 120, 300, 4096),
        (sections, blockedStreams, capacity) => {
          const encoder = new QpackEncoder({ maximumCapacity: capacity, blockedStreams });
          const decoder = new QpackDecoder(capacity);
          let late: number[] = capacity > 0 ? [...encoder.setCapacity(capacity)] : [];
          const waiting: { stream: number; section: Uint8Array; fields: unknown }[] = [];
          sections.forEach(([fields, delay], at) => {
            const { section, instructions } = encoder.encode(at * 4, fields);
            late.push(...instructions);
            waiting.push({ stream: at * 4, section, fields });
            if (delay > 0) {
              expect(decoder.takeEncoderStream(Uint8Array.from(late)).ok).toBe(true);
              late = [];
            }
            const blocked = waiting.filter((entry) => {
              const read = decoded(decoder, entry.stream, entry.section);
              if (!read.blocked) expect(bare(read)).toEqual(entry.fields);
              return read.blocked;
            });
            expect(blocked.length).toBeLessThanOrEqual(blockedStreams);
            waiting.splice(0, waiting.length, ...blocked);
            if (delay > 1)
              for (const instruction of decoder.takeInstructions())
                expect(encoder.take(instruction).ok).toBe(true);
          });
          expect(decoder.takeEncoderStream(Uint8Array.from(late)).ok).toBe(true);
          for (const entry of waiting)
            expect(bare(decoded(decoder, entry.stream, entry.section))).toEqual(entry.fields);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('understand the encoder stream wherever it is cut', () => {
    fc.assert(
      fc.property(fieldSections, fc.nat(), (fields, cut) => {
        const encoder = new QpackEncoder({ maximumCapacity: 4096, blockedStreams: 1 });
        const capacity = encoder.setCapacity(4096);
        const { section, instructions } = encoder.encode(0, fields);
        const stream = Uint8Array.from([...capacity, ...instructions]);
        const decoder = new QpackDecoder(4096);
        const at = cut % (stream.length + 1);
        decoder.takeEncoderStream(stream.subarray(0, at));
        decoder.takeEncoderStream(stream.subarray(at));
        expect(bare(decoded(decoder, 0, section))).toEqual(fields);
      }),
    );
  });

  it('leave the dynamic table alone where a field is never indexed', () => {
    const encoder = new QpackEncoder({ maximumCapacity: 4096, blockedStreams: 1 });
    encoder.setCapacity(4096);
    const { section, instructions } = encoder.encode(0, [
      { name: 'password', value: 'secret', indexing: 'never' },
    ]);
    expect(instructions).toHaveLength(0);
    expect(decoded(new QpackDecoder(4096), 0, section).fields).toMatchObject([
      { never: true, representation: 'literal' },
    ]);
  });
});

describe('an encoder', () => {
  it.each([
    { kind: 'Section Acknowledgment', stream: 0 } as const,
    { kind: 'Insert Count Increment', increment: 0 } as const,
    { kind: 'Insert Count Increment', increment: 1 } as const,
  ])('refuses $kind for what it never sent', (instruction) => {
    expect(new QpackEncoder().take(instruction)).toMatchObject({ ok: false, error: { at: 0 } });
  });

  it('lets a stream that may wait wait for more, and no other one', () => {
    const encoder = new QpackEncoder({ maximumCapacity: 4096, blockedStreams: 1 });
    encoder.setCapacity(4096);
    const sections = [4, 4, 8].map((stream, at) =>
      encoder.encode(stream, [{ name: 'x-a', value: String(at) }]),
    );
    expect(sections.map(({ requiredInsertCount }) => requiredInsertCount)).toEqual([1, 2, 0]);
  });

  it('evicts nothing that the decoder may not have read', () => {
    const encoder = new QpackEncoder({ maximumCapacity: 64, blockedStreams: 1 });
    encoder.setCapacity(64);
    expect(encoder.insert({ name: 'first', value: 'entry' })).toBeDefined();
    expect(encoder.insert({ name: 'second', value: 'entry' })).toBeUndefined();
    encoder.take({ kind: 'Insert Count Increment', increment: 1 });
    expect(encoder.insert({ name: 'second', value: 'entry' })).toBeDefined();
  });
});

describe('a decoder', () => {
  it('knows the 99 entries of the static table', () => {
    expect(qpackStaticTable).toHaveLength(99);
    const { section } = new QpackEncoder().encode(
      0,
      qpackStaticTable.map(([name, value]) => ({ name, value })),
    );
    expect(decoded(new QpackDecoder(), 0, section).fields.map(({ index }) => index)).toEqual([
      ...qpackStaticTable.keys(),
    ]);
  });

  it.each([
    ['0000ff24', 'static index 99'],
    ['000080', 'dynamic entry -1'],
    ['000010', 'dynamic entry 0'],
  ])('refuses %s: %s', (hex, what) => {
    expect(new QpackDecoder(4096).decode(0, fromHex(hex))).toMatchObject({
      ok: false,
      error: { at: 2, what },
    });
  });

  it.each([
    ['3fe21f', 'at most 4096 bytes'],
    ['00', 'entries of the tables'],
    ['4161 0162', 'at most 0 bytes'],
  ])('refuses %s on the encoder stream', (hex, allowed) => {
    expect(new QpackDecoder(4096).takeEncoderStream(fromHex(hex))).toMatchObject({
      ok: false,
      error: { allowed },
    });
  });

  it('never throws, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      mutated(fieldSections.map((fields) => new QpackEncoder().encode(0, fields).section)),
    );
    fc.assert(
      fc.property(bytes, bytes, (stream, section) => {
        const decoder = new QpackDecoder(4096);
        decoder.takeEncoderStream(stream);
        const read = decoder.decode(0, section);
        if (!read.ok) expect(read.error.at).toBeLessThanOrEqual(section.length);
        readDecoderInstruction(stream, 0);
        readEncoderInstruction(stream, 0);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses or reads each truncation of a section', () => {
    const { section } = new QpackEncoder({ huffman: false }).encode(0, [sample, custom]);
    for (let length = 0; length < section.length; length += 1) {
      const read = new QpackDecoder().decode(0, section.subarray(0, length));
      if (read.ok) expect(bare(read.value)).toEqual([sample, custom].slice(0, read.value.fields.length));
      else expect(read.error.at).toBeLessThanOrEqual(length);
    }
  });
});
