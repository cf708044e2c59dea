import type { DissectedField } from '../../dissection/layer';
import { latin1Text } from '../../encoding/octets';
import { countOf, field, grouped } from '../../dissection/field';

/** A line of a message's head, by stream offset; `length` has its CRLF in it. */
export interface Piece {
  readonly name: string;
  readonly value: string;
  readonly from: number;
  readonly length: number;
  readonly children?: readonly DissectedField[];
}

/** A line as far as it lies in the payload that begins at stream offset `payloadStart`; undefined where it does not. */
export function clippedField(
  piece: Piece,
  payloadStart: number,
  payload: Uint8Array,
  base: number,
): DissectedField | undefined {
  const from = Math.max(piece.from, payloadStart);
  const to = Math.min(piece.from + piece.length, payloadStart + payload.length);
  if (from >= to) return undefined;
  const at = base + from - payloadStart;
  if (to - from === piece.length)
    return field(piece.name, piece.value, at, to - from, piece.children ? { children: piece.children } : {});
  const text = latin1Text(payload, from - payloadStart, to - payloadStart).replace(/\r?\n?$/, '');
  return field(piece.name, text, at, to - from, {
    note: `part of a line of ${countOf(piece.length, 'byte')} that goes over a segment's edge`,
  });
}

/** The message body from stream offset `start` to `end` as far as it lies in the payload. */
export function bodyField(
  start: number,
  end: number,
  payloadStart: number,
  payload: Uint8Array,
  base: number,
): DissectedField | undefined {
  const from = Math.max(start, payloadStart);
  const to = Math.min(end, payloadStart + payload.length);
  if (from >= to) return undefined;
  const all = end === Infinity ? '' : ` of ${grouped(end - start)}`;
  return field('Message Body', countOf(to - from, 'byte'), base + from - payloadStart, to - from, {
    note: `bytes ${grouped(from - start + 1)} to ${grouped(to - start)}${all}`,
  });
}
