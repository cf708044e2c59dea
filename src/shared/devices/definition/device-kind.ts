import * as v from 'valibot';
import type { ParameterField } from '../../schema/parameter-field';
import type { Problem } from '../../schema/problem';
import { coordinate, identifier, label, prose } from '../../schema/schema-parts';
import type { DeviceTrait, TraitParameters } from './device-trait';

/**
 * What a kind of device is. Each kind is one module that says all that is true of it alone: its settings, what is wrong
 * with them, the numbers that they stand for, its words and looks. `list.ts` names the kinds; nobody else does.
 *
 * A kind knows its own device. It never sees other devices, links, workloads or a run, and draws nothing: words, fields
 * and icon are data. What it does in a run follows from its traits (`device-trait.ts`); a kind that behaves as no mix of
 * traits does has a node of its own in `engine/node/`, and nothing else outside of its module.
 */
export interface DeviceKindModule<
  Kind extends string,
  Settings extends v.ObjectEntries,
  Trait extends DeviceTrait,
  Parameters,
> {
  /** Its name in documents, traces and files. */
  readonly kind: Kind;
  /** What a document may say of such a device: what is said of all, and its own settings. */
  readonly schema: DeviceKindSchema<Kind, Settings>;
  /** What such a device can do. Those who wonder ask for these, never for `kind`. */
  readonly traits: readonly Trait[];
  readonly words: DeviceWords;
  /** Its sign, as SVG path data in a square of 24 by 24: lines of width 2 with round ends, nothing filled. */
  readonly icon: string;
  /** The colour of its card's sign, as a token of the theme. */
  readonly accent: DeviceAccent;
  /** Its own settings as a form offers them. Those that come with a trait are offered wherever the schema has them. */
  readonly fields: readonly ParameterField[];
  /** What is wrong with a device of the right shape, looked at alone. `path`: where it stands in its document. */
  problems(device: DeviceOfKind<Kind, Settings>, path: string): Problem[];
  /** Its numbers, with the defaults filled in: those of each of its traits, and its own. Throws a TypeError on a device that was not validated. */
  resolve(device: DeviceOfKind<Kind, Settings>): Parameters;
}

export type DeviceAccent = 'accent' | 'ok' | 'warn' | 'bad';

/** What a kind is called, for those who read. */
export interface DeviceWords {
  /** As a title: `Router`. */
  readonly title: string;
  /** Within a sentence: `a router`, and of many: `routers`. */
  readonly one: string;
  readonly many: string;
  /** What it does, in a word or two: `forwards`. */
  readonly does: string;
  /** What it does, in a sentence. */
  readonly about: string;
}

/** What a document says of every device. */
export const deviceBase = {
  id: identifier,
  name: v.optional(label),
  note: v.optional(prose),
  position: v.strictObject({ x: coordinate, y: coordinate }),
};

type EntriesOf<Kind extends string, Settings extends v.ObjectEntries> = typeof deviceBase & {
  readonly kind: v.LiteralSchema<Kind, undefined>;
} & Settings;
export type DeviceKindSchema<Kind extends string, Settings extends v.ObjectEntries> = v.StrictObjectSchema<
  EntriesOf<Kind, Settings>,
  undefined
>;
export type DeviceOfKind<Kind extends string, Settings extends v.ObjectEntries> = v.InferOutput<
  DeviceKindSchema<Kind, Settings>
>;

/** The numbers of just these traits. */
type ParametersOf<Trait extends DeviceTrait> = Pick<TraitParameters, Trait> & {
  readonly [Other in Exclude<DeviceTrait, Trait>]?: never;
};

type Definition<
  Kind extends string,
  Settings extends v.ObjectEntries,
  Trait extends DeviceTrait,
  Parameters,
> = Omit<DeviceKindModule<Kind, Settings, Trait, Parameters>, 'schema'> & {
  /** What a document may say of such a device besides what is said of all. */
  readonly settings: Settings;
};

/** Makes a kind of its settings, traits, words and looks. */
export function defineDeviceKind<
  const Kind extends string,
  const Settings extends v.ObjectEntries,
  const Trait extends DeviceTrait,
  const Parameters extends ParametersOf<Trait>,
>(
  definition: Definition<Kind, Settings, Trait, Parameters>,
): DeviceKindModule<Kind, Settings, Trait, Parameters> {
  const { settings, ...rest } = definition;
  return {
    ...rest,
    schema: v.strictObject({ ...deviceBase, kind: v.literal(definition.kind), ...settings }),
  };
}
