import * as v from 'valibot';
import type { Choice, ParameterField } from '../../schema/parameter-field';
import type { Problem } from '../../schema/problem';
import { identifier } from '../../schema/schema-parts';
import type { FaultPlaces } from './fault-places';
import type { FaultSurroundings } from './surroundings';

/**
 * What a kind of fault is. Each kind is one module that says all that is true of it alone: its settings, what is wrong
 * with them, the numbers that they stand for, its words. `list.ts` names the kinds; nobody else does.
 *
 * A kind speaks of devices, links and workloads in the members of `faultReferences`, so that whoever renames, copies or
 * deletes one of these needs no kind's name. It never sees a run: what strikes is a module of the same name in
 * `engine/faults/`.
 */
export interface FaultKindModule<
  Kind extends string,
  Settings extends v.ObjectEntries,
  Trait extends FaultTrait,
  Parameters,
> {
  /** Its name in documents and files. */
  readonly kind: Kind;
  readonly schema: FaultKindSchema<Kind, Settings>;
  /** What such a fault does. Those who wonder ask for these, never for `kind`. */
  readonly traits: readonly Trait[];
  /** What it happens to, of all that it speaks of. */
  readonly strikes: 'device' | 'link';
  readonly words: FaultWords;
  /** Its sign, as SVG path data in a square of 24 by 24: lines of width 2 with round ends, nothing filled. */
  readonly icon: string;
  /** What is wrong with a fault of the right shape. `path`: where it stands in its document. */
  problems(fault: FaultOfKind<Kind, Settings>, path: string, surroundings: FaultSurroundings): Problem[];
  /** Its numbers. Throws a TypeError on a fault that was not validated. */
  resolve(fault: FaultOfKind<Kind, Settings>, places: FaultPlaces): Parameters;
  /** The devices or links that one can happen to. */
  subjects(surroundings: FaultSurroundings): readonly string[];
  /** What a new one begins with that happens to one of these; undefined: it is none. */
  begin(
    subject: string,
    surroundings: FaultSurroundings,
  ): Omit<FaultOfKind<Kind, Settings>, 'kind' | 'id'> | undefined;
  /** Where it could be: for what stands in its `device` and `link`. Others change with these, so that they are chosen apart. */
  places(fault: FaultOfKind<Kind, Settings>, surroundings: FaultSurroundings): readonly FaultPlace[];
  /** What else a form offers. */
  fields(fault: FaultOfKind<Kind, Settings>, surroundings: FaultSurroundings): readonly ParameterField[];
  /** What happens, in a sentence, less what it happens to. */
  describe(fault: FaultOfKind<Kind, Settings>): string;
}

/** What a kind is called, for those who read. */
export interface FaultWords {
  /** As a title: `Cut link`. */
  readonly title: string;
  /** What it does, in a sentence. */
  readonly about: string;
  readonly offer: FaultOffer;
}

/** How a kind is offered to be added. */
export interface FaultOffer {
  /** Where it is plain to what: `Cut`. */
  readonly act: string;
  /** What has to be chosen first: `a link`. */
  readonly wants: string;
}

/** A member that says where a fault is, and what may stand there. */
export interface FaultPlace {
  readonly member: 'device' | 'link';
  readonly label: string;
  readonly choices: readonly Choice[];
}

/** What a fault does, and the numbers that belong to it. A kind has any of them, or none. */
export interface FaultTraitParameters {
  /** From a moment on, perhaps until another, a device is gone with all that it knew. */
  readonly crashing: { readonly device: number; readonly at: number; readonly until: number | undefined };
}
export type FaultTrait = keyof FaultTraitParameters;

/** Members in which faults speak of something else, and what that is. `from`: the device that sends. */
export const faultReferences = {
  link: 'link',
  from: 'device',
  device: 'device',
  workload: 'workload',
} as const;

/** What a document says of every fault. */
const faultBase = { id: v.optional(identifier) };

type EntriesOf<Kind extends string, Settings extends v.ObjectEntries> = typeof faultBase & {
  readonly kind: v.LiteralSchema<Kind, undefined>;
} & Settings;
export type FaultKindSchema<Kind extends string, Settings extends v.ObjectEntries> = v.StrictObjectSchema<
  EntriesOf<Kind, Settings>,
  undefined
>;
export type FaultOfKind<Kind extends string, Settings extends v.ObjectEntries> = v.InferOutput<
  FaultKindSchema<Kind, Settings>
>;

type Definition<
  Kind extends string,
  Settings extends v.ObjectEntries,
  Trait extends FaultTrait,
  Parameters,
> = Omit<FaultKindModule<Kind, Settings, Trait, Parameters>, 'schema'> & {
  /** What a document may say of such a fault besides what is said of all. */
  readonly settings: Settings;
};

/** Makes a kind of its settings, traits and words. */
export function defineFaultKind<
  const Kind extends string,
  const Settings extends v.ObjectEntries,
  const Trait extends FaultTrait,
  const Parameters extends Pick<FaultTraitParameters, Trait>,
>(
  definition: Definition<Kind, Settings, Trait, Parameters>,
): FaultKindModule<Kind, Settings, Trait, Parameters> {
  const { settings, ...rest } = definition;
  return {
    ...rest,
    schema: v.strictObject({ ...faultBase, kind: v.literal(definition.kind), ...settings }),
  };
}
