import * as v from 'valibot';
import type { Problem } from '../schema/problem';
import type { DeviceKindModule } from './definition/device-kind';
import type { DeviceTrait, TraitParameters } from './definition/device-trait';
import { deviceKindList } from './list';

/** A device as its document has it, of whatever kind; and what may be asked of it without knowing the kind. */

type Listed = (typeof deviceKindList)[number];
export type DeviceKind = Listed['kind'];
export type Device = v.InferOutput<Listed['schema']>;

/** A kind, to those who know it as one of many. */
export interface SomeDeviceKind extends Pick<
  Listed,
  'kind' | 'schema' | 'words' | 'icon' | 'accent' | 'fields'
> {
  readonly traits: readonly DeviceTrait[];
  problems(device: Device, path: string): Problem[];
  resolve(device: Device): Partial<TraitParameters>;
}

const kinds: readonly SomeDeviceKind[] = deviceKindList;
const byName = new Map(kinds.map((module) => [module.kind, module]));

/** The names of all kinds. */
export const deviceKinds: readonly DeviceKind[] = kinds.map(({ kind }) => kind);

type Schemas<List extends readonly { readonly schema: unknown }[]> = {
  [Index in keyof List]: List[Index]['schema'];
};
export const DeviceSchema = v.variant(
  'kind',
  // `map` forgets which schema stands where.
  deviceKindList.map(({ schema }) => schema) as unknown as Schemas<typeof deviceKindList>,
  deviceKinds.join(', '),
);

/** The module of a kind, by its name. */
export function deviceKind(name: DeviceKind): SomeDeviceKind {
  const module = byName.get(name);
  if (!module) throw new TypeError(`${name} is no kind of device`);
  return module;
}

/** Whether a device can do something. */
export function hasTrait({ kind }: { readonly kind: DeviceKind }, trait: DeviceTrait): boolean {
  return deviceKind(kind).traits.includes(trait);
}

/** Whether a document may say something of devices of a kind: `tcp`, `pages`. */
export function hasSetting({ kind }: { readonly kind: DeviceKind }, name: string): boolean {
  return Object.hasOwn(deviceKind(kind).schema.entries, name);
}

/** The numbers of one of a valid device's traits, with the defaults filled in; undefined where it has not got it. */
export function traitOf<Trait extends DeviceTrait>(
  device: Device,
  trait: Trait,
): TraitParameters[Trait] | undefined {
  return hasTrait(device, trait) ? deviceKind(device.kind).resolve(device)[trait] : undefined;
}

type ParametersOf<Module> =
  Module extends DeviceKindModule<infer Kind, infer _Settings, infer _Trait, infer Parameters>
    ? { readonly kind: Kind } & Parameters & {
          readonly [Absent in Exclude<DeviceTrait, keyof Parameters>]?: undefined;
        }
    : never;

/** What each kind resolves to: its name, and the numbers of its traits, each under the trait's name. */
export type ResolvedDevice = ParametersOf<Listed>;

/** A valid device's numbers. Throws a TypeError on one that was not validated. */
export function resolveDevice(device: Device): ResolvedDevice {
  // Each kind resolves its own devices: what stands beside `kind` are that kind's numbers.
  return { kind: device.kind, ...deviceKind(device.kind).resolve(device) } as ResolvedDevice;
}
