import fc from 'fast-check';
import type { FieldLine } from '../field-line';
import { hpackStaticTable } from '../static-table';

const latin1 = fc
  .array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 })
  .map((octets) => String.fromCharCode(...octets));
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,15}$/);

/** Fields that tables know, that repeat, or that nobody has seen. */
export const fieldLines: fc.Arbitrary<FieldLine> = fc.oneof(
  fc.constantFrom(...hpackStaticTable).map(([name, value]) => ({ name, value })),
  fc.record({
    name: fc.constantFrom(':path', 'x-a', 'x-b', 'cookie'),
    value: fc.constantFrom('1', '2', '3'),
  }),
  fc.record({ name, value: latin1 }),
);

export const fieldSections = fc.array(fieldLines, { maxLength: 12 });
