import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordField, RecordKindDefinition } from '../../shared/trace/kinds/definition';
import { recordKinds } from '../../shared/trace/kinds/list';
import { none } from '../../shared/trace/record';
import { read, type FieldReader } from '../../shared/trace/record-reader';
import type { RecordKindKey } from '../../shared/trace/record-table';
import { TraceWriter } from './trace-writer';

const kinds = Object.entries<RecordKindDefinition>(recordKinds) as [RecordKindKey, RecordKindDefinition][];

/** Every value that a field has room for. */
function anyValue({ word, bits }: RecordField): fc.Arbitrary<number> {
  if (word === 'a,b') return fc.maxSafeNat();
  return bits === 32 ? fc.integer({ min: 0, max: 0xffffffff }) : fc.nat(2 ** bits - 1);
}

describe('the writer of records', () => {
  it.each(kinds)('writes %s so that every field reads as it was written', (key, kind) => {
    const header = [
      ...(kind.place === 'nowhere' ? [] : ['place' as const]),
      ...(kind.packet ? ['packet' as const] : []),
      ...(kind.connection ? ['connection' as const] : []),
    ];
    const headers = fc.tuple(...header.map(() => fc.nat(1000)));
    const values = fc.tuple(...Object.values(kind.fields).map(anyValue));
    fc.assert(
      fc.property(headers, values, fc.nat(9), (at, written, cause) => {
        const writer = new TraceWriter();
        const { trace } = writer;
        const write: (...values: number[]) => number = writer[key].bind(writer);
        const seq = write(...at, ...written, cause);
        const named = (name: (typeof header)[number]) => at[header.indexOf(name)];
        const step = kind.place === 'link' ? 2 : 1;
        expect(trace.kind(seq)).toBe(kind.code);
        expect(trace.cause(seq)).toBe(cause);
        expect(trace.place(seq)).toBe((named('place') ?? 0) * step);
        expect(trace.packet(seq)).toBe(named('packet') ?? none);
        expect(trace.connection(seq)).toBe(named('connection') ?? none);
        const readers = Object.values<FieldReader>(read[key]);
        expect(readers.map((reader) => reader(trace, seq))).toEqual(written);
      }),
      { numRuns: 25 },
    );
  });

  it('takes the record being handled for the cause where none is given', () => {
    const writer = new TraceWriter();
    expect(writer.trace.cause(writer.runStart(1))).toBe(none);
    writer.cause = 0;
    expect(writer.trace.cause(writer.deviceCrash(3))).toBe(0);
  });
});
