import * as v from 'valibot';
import type { HttpVersion } from '../../protocols/protocol-settings';
import type { FieldGroup } from '../../schema/parameter-field';
import type { Problem } from '../../schema/problem';
import { duration, identifier, whole } from '../../schema/schema-parts';
import type { WorkloadSurroundings } from '../traits/surroundings';
import type { TraitParameters, WorkloadTrait } from './workload-trait';

/**
 * What a kind of workload is. Each kind is one module that says all that is true of it alone: its settings, what is
 * wrong with them, the numbers that they stand for, its words. `list.ts` names the kinds; nobody else does.
 *
 * A kind knows its own workload, and of the lab what `WorkloadSurroundings` answers: what a server offers. It never sees
 * devices, links, other workloads or a run. What makes it happen is a driver of the same name in `engine/traffic/`.
 */
export interface WorkloadKindModule<
  Kind extends string,
  Settings extends v.ObjectEntries,
  Trait extends WorkloadTrait,
  Parameters,
> {
  /** Its name in documents, traces and files. */
  readonly kind: Kind;
  /** What a document may say of such a workload: what is said of all, and its own settings. */
  readonly schema: WorkloadKindSchema<Kind, Settings>;
  /** What such a workload does. Those who wonder ask for these, never for `kind`. */
  readonly traits: readonly Trait[];
  readonly words: WorkloadWords;
  /** Settings that only one version of HTTP has. */
  readonly onlyOver?: Readonly<Record<string, HttpVersion>>;
  /** What is wrong with a workload of the right shape. `path`: where it stands in its document. */
  problems(
    workload: WorkloadOfKind<Kind, Settings>,
    path: string,
    surroundings: WorkloadSurroundings,
  ): Problem[];
  /** Its numbers, with the defaults filled in. Throws a TypeError on a workload that was not validated. */
  resolve(workload: WorkloadOfKind<Kind, Settings>): Parameters;
  /** What a new one begins with besides its ends. `paths`: what its server has, or what it asked for as another kind. */
  begin(paths: readonly string[]): Partial<WorkloadOfKind<Kind, Settings>>;
  /**
   * What a form offers besides ends, times, version and TLS, by what the workload is now: nothing that could not be. What
   * a page is made of is a list of its own wherever there is `paths`.
   */
  groups(workload: WorkloadOfKind<Kind, Settings>): readonly FieldGroup[];
  /** What it sends, in a few words: `GET /`, `Page of 3`. */
  describe(workload: WorkloadOfKind<Kind, Settings>): string;
  /** What carries it: `HTTP/2, TLS 1.3`, `UDP`. */
  describeCarrier(workload: WorkloadOfKind<Kind, Settings>): string;
}

/** What a kind is called, for those who read. */
export interface WorkloadWords {
  /** As a title: `HTTP requests`. */
  readonly title: string;
  /** Within a sentence: `a page load`. */
  readonly one: string;
  /** What it does, in a sentence. */
  readonly about: string;
  /** What `count` counts: `Requests`. */
  readonly counted: string;
  /** How the identifier of a new one ends: `client-requests`. */
  readonly identifier: string;
  /** How it is offered to be added; undefined: it is made of other traffic. */
  readonly offer: WorkloadOffer | undefined;
}

/** How a kind is offered: `Request`, `Add a request`, `Let it ask a server`. */
export interface WorkloadOffer {
  readonly title: string;
  readonly adds: string;
  readonly lets: string;
}

/** What a document says of every workload, its ends first. */
export const workloadBase = { id: identifier };
export const workloadEnds = { from: identifier, to: identifier };
export const workloadTimes = {
  start: v.optional(duration),
  /** Requests, visits, frames, or whatever its kind counts; default 1. */
  count: v.optional(whole(1, 10_000_000)),
  /** Time from one's start to the next; default 0s, all at once. */
  interval: v.optional(duration),
};

type EntriesOf<Kind extends string, Settings extends v.ObjectEntries> = typeof workloadBase & {
  readonly kind: v.LiteralSchema<Kind, undefined>;
} & typeof workloadEnds &
  Settings &
  typeof workloadTimes;
export type WorkloadKindSchema<Kind extends string, Settings extends v.ObjectEntries> = v.StrictObjectSchema<
  EntriesOf<Kind, Settings>,
  undefined
>;
export type WorkloadOfKind<Kind extends string, Settings extends v.ObjectEntries> = v.InferOutput<
  WorkloadKindSchema<Kind, Settings>
>;

/** What carries a workload's connections, as a trace's connections name it. */
export type Carrier = 'tcp' | 'udp' | 'quic';

/** The numbers of just these traits, and what carries it. */
export type ParametersOf<Trait extends WorkloadTrait> = Pick<TraitParameters, Trait> & {
  /** What the connections between its hosts may be; none: nobody holds both ends of one. */
  readonly carriers: readonly Carrier[];
};

type Definition<
  Kind extends string,
  Settings extends v.ObjectEntries,
  Trait extends WorkloadTrait,
  Parameters,
> = Omit<WorkloadKindModule<Kind, Settings, Trait, Parameters>, 'schema'> & {
  /** What a document may say of such a workload besides what is said of all. */
  readonly settings: Settings;
};

/** Makes a kind of its settings, traits and words. */
export function defineWorkloadKind<
  const Kind extends string,
  const Settings extends v.ObjectEntries,
  const Trait extends WorkloadTrait,
  const Parameters extends ParametersOf<Trait>,
>(
  definition: Definition<Kind, Settings, Trait, Parameters>,
): WorkloadKindModule<Kind, Settings, Trait, Parameters> {
  const { settings, ...rest } = definition;
  const kind = v.literal(definition.kind);
  return {
    ...rest,
    schema: v.strictObject({ ...workloadBase, kind, ...workloadEnds, ...settings, ...workloadTimes }),
  };
}
