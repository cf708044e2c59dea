import * as v from 'valibot';
import type { ParameterField } from '../schema/parameter-field';
import type { Problem } from '../schema/problem';
import {
  faultReferences,
  type FaultKindModule,
  type FaultPlace,
  type FaultTrait,
} from './definition/fault-kind';
import type { FaultPlaces } from './definition/fault-places';
import { faultKindList } from './list';
import type { FaultSurroundings } from './definition/surroundings';

/** A fault of whatever kind, as its document has it and as a run has it; and what may be asked of it without knowing the kind. */

type Listed = (typeof faultKindList)[number];
export type FaultKind = Listed['kind'];
export type Fault = v.InferOutput<Listed['schema']>;

// `map` forgets which kind stands where.
type Kinds<List extends readonly { readonly kind: unknown }[]> = {
  readonly [Index in keyof List]: List[Index]['kind'];
};
type Schemas<List extends readonly { readonly schema: unknown }[]> = {
  [Index in keyof List]: List[Index]['schema'];
};
/** The names of all kinds. */
export const faultKinds = faultKindList.map(({ kind }) => kind) as unknown as Kinds<typeof faultKindList>;
export const FaultSchema = v.variant(
  'kind',
  faultKindList.map(({ schema }) => schema) as unknown as Schemas<typeof faultKindList>,
  faultKinds.join(', '),
);

/** A kind, to those who know it as one of many. */
export interface SomeFaultKind extends Pick<Listed, 'kind' | 'schema' | 'words' | 'icon' | 'strikes'> {
  readonly traits: readonly FaultTrait[];
  problems(fault: Fault, path: string, surroundings: FaultSurroundings): Problem[];
  resolve(fault: Fault, places: FaultPlaces): object;
  subjects(surroundings: FaultSurroundings): readonly string[];
  begin(subject: string, surroundings: FaultSurroundings): object | undefined;
  places(fault: Fault, surroundings: FaultSurroundings): readonly FaultPlace[];
  fields(fault: Fault, surroundings: FaultSurroundings): readonly ParameterField[];
  describe(fault: Fault): string;
}

// Each is given faults of its own kind only: `faultKind` finds it by that.
const byName = new Map(faultKindList.map((module) => [module.kind, module as SomeFaultKind]));

/** The module of a kind, by its name. */
export function faultKind(name: FaultKind): SomeFaultKind {
  const module = byName.get(name);
  if (!module) throw new TypeError(`${name} is no kind of fault`);
  return module;
}

type ParametersOf<Module> =
  Module extends FaultKindModule<infer Kind, infer _Settings, infer _Trait, infer Parameters>
    ? { readonly kind: Kind } & Parameters
    : never;

/** A fault as the numbers that a run needs. Times in nanoseconds. */
export type LabFault = ParametersOf<Listed>;
export type LabFaultOf<Kind extends FaultKind> = Extract<LabFault, { readonly kind: Kind }>;

/** A valid fault's numbers. Throws a TypeError on one that was not validated. */
export function resolveFault(fault: Fault, places: FaultPlaces): LabFault {
  // Each kind resolves its own faults: what stands beside `kind` are that kind's numbers.
  return { kind: fault.kind, ...faultKind(fault.kind).resolve(fault, places) } as LabFault;
}

type KindWith<Trait extends FaultTrait> = Listed extends infer Module
  ? Module extends { readonly kind: infer Kind; readonly traits: readonly (infer Own)[] }
    ? Trait extends Own
      ? Kind
      : never
    : never
  : never;

/** Whether a fault does something, as its document has it or as a run has it. */
export function hasFaultTrait<Of extends { readonly kind: FaultKind }, Trait extends FaultTrait>(
  fault: Of,
  trait: Trait,
): fault is Extract<Of, { readonly kind: KindWith<Trait> }> {
  return faultKind(fault.kind).traits.includes(trait);
}

export type FaultReference = (typeof faultReferences)[keyof typeof faultReferences];

/** What a fault speaks of: in which member, what that is, and its identifier. */
export function referencesOf(fault: Fault): { member: string; of: FaultReference; id: string }[] {
  const members: Readonly<Record<string, unknown>> = fault;
  return Object.entries(faultReferences).flatMap(([member, of]) => {
    const id = members[member];
    return typeof id === 'string' ? [{ member, of, id }] : [];
  });
}

/** The same fault with what it speaks of called otherwise. */
export function withReferences(fault: Fault, rename: (of: FaultReference, id: string) => string): Fault {
  const renamed = referencesOf(fault).map(({ member, of, id }) => [member, rename(of, id)] as const);
  return { ...fault, ...Object.fromEntries(renamed) };
}

/** A new fault of a kind, at a device or link; undefined: there is nothing for it there. */
export function beginFault(
  kind: FaultKind,
  subject: string,
  surroundings: FaultSurroundings,
): Fault | undefined {
  const begun = faultKind(kind).begin(subject, surroundings);
  // What it begins with is of its own kind.
  return begun && ({ kind, ...begun } as Fault);
}

/**
 * The same fault with another device or link in its `device` or `link`. What does not go with it is exchanged: a sender
 * that is no end of the link, a link that is none of the device's.
 */
export function movedFault(
  fault: Fault,
  member: FaultPlace['member'],
  id: string,
  surroundings: FaultSurroundings,
): Fault {
  const moved = { ...fault, [member]: id } as Fault;
  const changes: Record<string, string> = {};
  const ends = 'link' in moved && surroundings.links.find((link) => link.id === moved.link)?.ends;
  if (ends && 'from' in moved && !ends.includes(moved.from)) changes['from'] = ends[0];
  for (const place of faultKind(moved.kind).places(moved, surroundings)) {
    if (place.member === member) continue;
    const held = referencesOf(moved).find((one) => one.member === place.member)?.id;
    const [first, second = first] = place.choices;
    if (place.choices.every(({ value }) => value !== held) && second)
      changes[place.member] = String(second.value);
  }
  return { ...moved, ...changes };
}

/** The identifier of the device or link that a fault happens to. */
export function faultSubject(fault: Fault): string {
  const { strikes } = faultKind(fault.kind);
  return referencesOf(fault).find(({ member }) => member === strikes)?.id ?? '';
}
