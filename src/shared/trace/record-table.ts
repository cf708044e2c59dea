import type { RecordKindDefinition } from './kinds/definition';
import { codesOf } from './kinds/enumeration';
import { recordKinds } from './kinds/list';

/** The number of every kind by its key. */
export const RecordKind = codesOf(recordKinds);
export type RecordKind = (typeof RecordKind)[keyof typeof RecordKind];
export type RecordKindKey = keyof typeof recordKinds;

const byCode = tableByCode(Object.values<RecordKindDefinition>(recordKinds));

/** Kinds by their numbers. Throws a RangeError where two have the same one, or one has none that a record can hold. */
export function tableByCode(
  kinds: readonly RecordKindDefinition[],
): readonly (RecordKindDefinition | undefined)[] {
  const table: (RecordKindDefinition | undefined)[] = Array.from({ length: 256 });
  for (const kind of kinds) {
    const { code, name } = kind;
    if (!Number.isInteger(code) || code < 1 || code > 255)
      throw new RangeError(`${name} has the number ${code}; 1 to 255 are possible`);
    if (table[code]) throw new RangeError(`${name} has the number of ${table[code].name}, ${code}`);
    table[code] = kind;
  }
  return table;
}

/** What is known of a kind; undefined for a number that none has. */
export function definitionOf(kind: number): RecordKindDefinition | undefined {
  return byCode[kind];
}

/** Every kind, in the order of the numbers. */
export const allRecordKinds: readonly RecordKindDefinition[] = byCode.filter((kind) => kind !== undefined);

/** The kinds' names in ndjson and on screen. */
export const recordKindNames: Readonly<Record<number, string>> = Object.fromEntries(
  allRecordKinds.map(({ code, name }) => [code, name]),
);

/** The OSI layer at which a record of a kind happens; 0: none. */
export function layerOfKind(kind: number): number {
  return byCode[kind]?.layer ?? 0;
}

/** A table by kind, of one byte each: whether a kind has a trait. */
function kindsWith(has: (kind: RecordKindDefinition) => boolean): Uint8Array {
  return Uint8Array.from(byCode, (kind) => (kind && has(kind) ? 1 : 0));
}

const onDirection = kindsWith(({ place }) => place === 'sender' || place === 'receiver');
const onLink = kindsWith(({ place }) => place === 'sender' || place === 'receiver' || place === 'link');
const atReceiver = kindsWith(({ place }) => place === 'receiver');
const onWholeLink = kindsWith(({ place }) => place === 'link');
const atDevice = kindsWith(({ place }) => place === 'device');

/** Whether a record's place is a link direction, or the first of a link's two (else a device). */
export function placeIsLink(kind: number): boolean {
  return onLink[kind] === 1;
}

/** Whether a record tells of a frame on one direction of a link. */
export function placeIsDirection(kind: number): boolean {
  return onDirection[kind] === 1;
}

/** Whether a record concerns a link, and so both its ends. */
export function placeIsWholeLink(kind: number): boolean {
  return onWholeLink[kind] === 1;
}

/** Whether a record on a link happens at the end that receives (else at the one that sends). */
export function happensAtReceiver(kind: number): boolean {
  return atReceiver[kind] === 1;
}

/** Whether a record's place is a device. */
export function placeIsDevice(kind: number): boolean {
  return atDevice[kind] === 1;
}
