import { type Decoded, refuse } from '../encoding/decoded';
import { pushInteger, type Read, readInteger } from '../hpack/integer';

/** The prefix of an encoded field section: RFC 9204 section 4.5.1. */
export interface SectionPrefix {
  /** Entries that must have been inserted before the section can be read; 0: none. */
  readonly requiredInsertCount: number;
  /** Absolute index from which the section's references count. */
  readonly base: number;
}

/** The most entries that a table of such a capacity can hold. */
function maximumEntries(maximumCapacity: number): number {
  return Math.floor(maximumCapacity / 32);
}

export function pushSectionPrefix(
  bytes: number[],
  { requiredInsertCount, base }: SectionPrefix,
  maximumCapacity: number,
): void {
  const range = 2 * maximumEntries(maximumCapacity);
  pushInteger(bytes, 0, 8, requiredInsertCount === 0 ? 0 : (requiredInsertCount % range) + 1);
  const ahead = base - requiredInsertCount;
  if (ahead >= 0) pushInteger(bytes, 0, 7, ahead);
  else pushInteger(bytes, 0x80, 7, -ahead - 1);
}

/** Reads a section's prefix; `inserted`: entries that the decoder's table has taken in so far. */
export function readSectionPrefix(
  bytes: Uint8Array,
  inserted: number,
  maximumCapacity: number,
): Decoded<Read<SectionPrefix>> {
  const count = readInteger(bytes, 0, 8);
  if (!count.ok) return count;
  const required = requiredInsertCount(count.value.value, inserted, maximumEntries(maximumCapacity));
  if (required === undefined)
    return refuse(0, `a Required Insert Count of ${count.value.value}`, 'what an encoder could have made');
  const delta = readInteger(bytes, count.value.end, 7);
  if (!delta.ok) return delta;
  const behind = (bytes[count.value.end]! & 0x80) !== 0;
  const base = behind ? required - delta.value.value - 1 : required + delta.value.value;
  if (base < 0) return refuse(count.value.end, 'a Base below 0', '0 and above');
  return { ok: true, value: { value: { requiredInsertCount: required, base }, end: delta.value.end } };
}

/** RFC 9204 section 4.5.1.1: the count is told modulo twice the most entries; undefined: no encoder makes this one. */
function requiredInsertCount(encoded: number, inserted: number, entries: number): number | undefined {
  if (encoded === 0) return 0;
  const range = 2 * entries;
  if (encoded > range) return undefined;
  const most = inserted + entries;
  let required = Math.floor(most / range) * range + encoded - 1;
  if (required > most) {
    if (required <= range) return undefined;
    required -= range;
  }
  return required === 0 ? undefined : required;
}
