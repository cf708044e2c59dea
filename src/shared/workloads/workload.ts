import * as v from 'valibot';
import type { HttpVersion } from '../protocols/protocol-settings';
import type { FieldGroup } from '../schema/parameter-field';
import type { Problem } from '../schema/problem';
import { nanosecondsOf } from '../schema/quantities';
import { workloadKindList } from './list';
import type { WorkloadSurroundings } from './traits/surroundings';
import type { ParametersOf, WorkloadKindModule } from './definition/workload-kind';
import type { TraitParameters, WorkloadTrait } from './definition/workload-trait';

/** A workload of whatever kind, as its document has it and as a run has it; and what may be asked of it without knowing the kind. */

type Listed = (typeof workloadKindList)[number];
export type WorkloadKind = Listed['kind'];
export type Workload = v.InferOutput<Listed['schema']>;

// `map` forgets which kind stands where.
type Kinds<List extends readonly { readonly kind: unknown }[]> = {
  readonly [Index in keyof List]: List[Index]['kind'];
};
type Schemas<List extends readonly { readonly schema: unknown }[]> = {
  [Index in keyof List]: List[Index]['schema'];
};
/** The names of all kinds. */
export const workloadKinds = workloadKindList.map(({ kind }) => kind) as unknown as Kinds<
  typeof workloadKindList
>;
export const WorkloadSchema = v.variant(
  'kind',
  workloadKindList.map(({ schema }) => schema) as unknown as Schemas<typeof workloadKindList>,
  workloadKinds.join(', '),
);

/** A kind, to those who know it as one of many. */
export interface SomeWorkloadKind extends Pick<Listed, 'kind' | 'schema' | 'words'> {
  readonly traits: readonly WorkloadTrait[];
  readonly onlyOver?: Readonly<Record<string, HttpVersion>>;
  problems(workload: Workload, path: string, surroundings: WorkloadSurroundings): Problem[];
  resolve(workload: Workload): ParametersOf<never> & Partial<TraitParameters>;
  begin(paths: readonly string[]): Partial<Workload>;
  groups(workload: Workload): readonly FieldGroup[];
  describe(workload: Workload): string;
  describeCarrier(workload: Workload): string;
}

// Each is given workloads of its own kind only: `workloadKind` finds it by that.
const byName = new Map(workloadKindList.map((module) => [module.kind, module as SomeWorkloadKind]));

/** The module of a kind, by its name. */
export function workloadKind(name: WorkloadKind): SomeWorkloadKind {
  const module = byName.get(name);
  if (!module) throw new TypeError(`${name} is no kind of workload`);
  return module;
}

/** What every workload has in a run. Times in nanoseconds. */
export interface LabWorkloadBase {
  readonly index: number;
  readonly id: string;
  /** Devices. */
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly count: number;
  readonly interval: number;
}

type ResolvedBy<Module> =
  Module extends WorkloadKindModule<infer Kind, infer _Settings, infer _Trait, infer Parameters>
    ? { readonly kind: Kind } & Parameters
    : never;
/** A workload as the numbers that a run needs: what all have, and what its kind has. */
export type LabWorkload =
  ResolvedBy<Listed> extends infer Each
    ? Each extends object
      ? Flat<LabWorkloadBase & Each>
      : never
    : never;
type Flat<Of> = { readonly [Name in keyof Of]: Of[Name] };
export type LabWorkloadOf<Kind extends WorkloadKind> = Extract<LabWorkload, { readonly kind: Kind }>;

type KindWith<Trait extends WorkloadTrait> = Listed extends infer Module
  ? Module extends { readonly kind: infer Kind; readonly traits: readonly (infer Own)[] }
    ? Trait extends Own
      ? Kind
      : never
    : never
  : never;

/** Workloads, as documents have them, that do something. */
export type WorkloadWith<Trait extends WorkloadTrait> = Extract<Workload, { readonly kind: KindWith<Trait> }>;

/** Whether a workload does something, as its document has it or as a run has it. */
export function hasWorkloadTrait<Of extends { readonly kind: WorkloadKind }, Trait extends WorkloadTrait>(
  workload: Of,
  trait: Trait,
): workload is Extract<Of, { readonly kind: KindWith<Trait> }> {
  return workloadKind(workload.kind).traits.includes(trait);
}

/** Whether a document may say something of workloads of a kind: `paths`, `closes`. */
export function hasWorkloadSetting({ kind }: { readonly kind: WorkloadKind }, name: string): boolean {
  return Object.hasOwn(workloadKind(kind).schema.entries, name);
}

/** The paths that a workload asks for; none where it does not ask. */
export function pathsOfWorkload(workload: Workload): readonly string[] {
  return workloadKind(workload.kind).resolve(workload).asking?.paths ?? [];
}

/**
 * A valid workload's numbers. `deviceAt`: a device's index by its identifier. Throws a TypeError on one that was not
 * validated.
 */
export function resolveWorkload(
  workload: Workload,
  index: number,
  deviceAt: (id: string) => number,
): LabWorkload {
  const base: LabWorkloadBase = {
    index,
    id: workload.id,
    from: deviceAt(workload.from),
    to: deviceAt(workload.to),
    start: nanosecondsOf(workload.start, '0s'),
    count: workload.count ?? 1,
    interval: nanosecondsOf(workload.interval, '0s'),
  };
  // Each kind resolves its own workloads: what stands beside `kind` are that kind's numbers.
  return { ...base, kind: workload.kind, ...workloadKind(workload.kind).resolve(workload) } as LabWorkload;
}
