import type { RecordKindDefinition } from './kinds/definition';
import { codesOf, codesWith } from './kinds/enumeration';
import { recordKindGroups, recordKinds } from './kinds/list';

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

/** Something for some kinds, by their keys. */
export type ByKind<Value> = { readonly [Kind in RecordKindKey]?: Value };

/** The same by the kinds' numbers, one array read away; undefined for kinds that have none. */
export function tableByKind<Value>(values: ByKind<Value>): readonly (Value | undefined)[] {
  const table = Array.from({ length: 256 }, (): Value | undefined => undefined);
  for (const [key, code] of Object.entries(RecordKind)) table[code] = values[key as RecordKindKey];
  return table;
}

/** A test of numbers: whether a kind belongs to one of some groups (`kinds/list.ts`). */
export function kindsOf(...groups: readonly (keyof typeof recordKindGroups)[]): (kind: number) => boolean {
  const names = new Set(groups.flatMap((group) => Object.keys(recordKindGroups[group])));
  const members = Object.entries<RecordKindDefinition>(recordKinds).filter(([key]) => names.has(key));
  return codesWith(Object.fromEntries(members), () => true);
}

/** The kinds' names in ndjson and on screen. */
export const recordKindNames: Readonly<Record<number, string>> = Object.fromEntries(
  allRecordKinds.map(({ code, name }) => [code, name]),
);

/** The OSI layer at which a record of a kind happens; 0: none. */
export function layerOfKind(kind: number): number {
  return byCode[kind]?.layer ?? 0;
}

const kindsWith = (has: (kind: RecordKindDefinition) => boolean) =>
  codesWith<RecordKindDefinition>(recordKinds, has);

/** Whether a record's place is a device. */
export const placeIsDevice = kindsWith(({ place }) => place === 'device');
/** Whether a record concerns a link, and so both its ends. */
export const placeIsWholeLink = kindsWith(({ place }) => place === 'link');
/** Whether a record on a link happens at the end that receives (else at the one that sends). */
export const happensAtReceiver = kindsWith(({ place }) => place === 'receiver');
/** Whether a record tells of a link or a device that fails, is back, or changes. */
export const isFault = kindsWith((kind) => kind.isFault === true);
/** Whether a record's place is a link direction, or the first of a link's two. */
export const placeIsLink = kindsWith(({ place }) => place !== 'device' && place !== 'nowhere');
