import type { DissectedField } from './layer';
import { countOf } from './field';

/**
 * Fields as far as they lie in the frame's bytes `from` to `to` (exclusive): what lies elsewhere is left out, and what
 * goes over an edge is cut and says so.
 */
export function clipFields(fields: readonly DissectedField[], from: number, to: number): DissectedField[] {
  return fields.flatMap((whole) => {
    const end = whole.offset + whole.length;
    if (whole.offset >= from && end <= to && (whole.length > 0 || whole.offset < to)) return [whole];
    const offset = Math.max(whole.offset, from);
    const length = Math.min(end, to) - offset;
    return length > 0 ? [cut(whole, offset, length, from, to)] : [];
  });
}

function cut(
  whole: DissectedField,
  offset: number,
  length: number,
  from: number,
  to: number,
): DissectedField {
  const edge = `part of ${countOf(whole.length, 'byte')} that go over a segment's edge`;
  const note = whole.note === undefined ? edge : `${whole.note}; ${edge}`;
  const { children } = whole;
  const clipped = { ...whole, offset, length, note };
  return children ? { ...clipped, children: clipFields(children, from, to) } : clipped;
}
