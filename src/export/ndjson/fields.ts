import type { Lab } from '../../shared/lab/lab';
import type { FieldValue, RecordFields } from '../../shared/trace/kinds/definition';
import { none } from '../../shared/trace/record';
import { readerOf } from '../../shared/trace/record-reader';
import { wordReaderOf } from '../../shared/trace/record-words';
import type { TraceReader } from '../../shared/trace/trace-reader';

/** Reads a field as it stands in a line of JSON; undefined: it does not apply, and is left out. */
export type LineField = (lab: Lab, trace: TraceReader, seq: number) => unknown;

/** How a number of a record stands in a line; what is not here is said in words. */
const numbers: Readonly<Partial<Record<FieldValue['as'], (value: number, lab: Lab) => unknown>>> = {
  number: (value) => value,
  'optional number': (value) => (value === none ? undefined : value),
  'number or null': (value) => (value === none ? null : value),
  nanoseconds: (value) => value,
  microseconds: (value) => value * 1000,
  workload: (value, lab) => lab.workloads[value]?.id,
};

/** The fields of a kind's lines, in their order. */
export function lineFieldsOf(fields: RecordFields): readonly (readonly [name: string, read: LineField])[] {
  return Object.entries(fields)
    .filter(([, field]) => field.unlisted !== true)
    .map(([name, field]) => {
      const tell = numbers[field.value.as];
      if (!tell) {
        const word = wordReaderOf(fields, name);
        return [name, (_lab: Lab, trace: TraceReader, seq: number) => word(trace, seq)] as const;
      }
      const read = readerOf(field);
      return [name, (lab: Lab, trace: TraceReader, seq: number) => tell(read(trace, seq), lab)] as const;
    });
}
