import { parseDuration, parseSize, type Parsed } from '../units/units';

/** The numbers of a document that was validated: its texts with units, and what holds where nothing is said. */

/** What a text says. Throws a TypeError on one that was not validated. */
export function valueOf<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new TypeError(parsed.allowed);
  return parsed.value;
}
/** A duration in nanoseconds. */
export const nanosecondsOf = (text: string | undefined, fallback: string) =>
  valueOf(parseDuration(text ?? fallback));
/** A size in bytes. */
export const bytesOf = (text: string | undefined, fallback: string) => valueOf(parseSize(text ?? fallback));
