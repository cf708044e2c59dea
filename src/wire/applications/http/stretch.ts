import { countOf, grouped } from '../../dissection/field';

/** A stretch of a stream: bytes from stream offset `from` on, which stand `base` bytes into the frame. */
export interface Stretch {
  readonly from: number;
  readonly length: number;
  readonly base: number;
}

/** Where the part of a frame begins that a stretch has: ` from byte 1,461 of 3,000 bytes`. */
export function placeIn(at: number, length: number): string {
  return ` from byte ${grouped(at + 1)} of ${countOf(length, 'byte')}`;
}
