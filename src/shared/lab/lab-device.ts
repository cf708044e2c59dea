import { resolveDevice, type Device, type DeviceKind, type ResolvedDevice } from '../devices/device';
import type { DeviceTrait, TraitParameters } from '../devices/definition/device-trait';
import type { LabLink } from './lab-link';

/** A device's end of a link; `direction` is the link direction in which this device sends. */
export interface LabPort {
  readonly name: string;
  readonly link: number;
  readonly direction: number;
  readonly address: number;
  /** All that it has, `address` first: those that follow are its device's further source addresses. */
  readonly addresses: readonly number[];
}

/** What every device has, whatever its kind. */
interface DeviceInLab {
  readonly index: number;
  readonly id: string;
  readonly kind: DeviceKind;
  /** One per attached link, in the order of the links. */
  readonly ports: readonly LabPort[];
}

/** A device as numbers: those of its traits, each under the trait's name, and none besides. What it can do is what it has. */
export type LabDevice = DeviceInLab & ResolvedDevice;

/** A device of any kind that has a trait, and perhaps others. */
export type DeviceWith<Trait extends DeviceTrait> = DeviceInLab &
  Pick<TraitParameters, Trait> &
  Partial<TraitParameters>;

type Guard<Trait extends DeviceTrait> = (device: LabDevice) => device is LabDevice & DeviceWith<Trait>;
const guard = <Trait extends DeviceTrait>(trait: Trait) =>
  ((device: LabDevice) => device[trait] !== undefined) as Guard<Trait>;

/** Whether a device passes on what is not for itself. */
export const isForwarding = guard('forwarding');
/** Whether a device has transports. */
export const isHost = guard('host');
/** Whether workloads start at a device. */
export const isOpening = guard('opening');
/** Whether workloads go to a device. */
export const isServing = guard('serving');

/** Devices of a valid document as numbers, with their ends of links. */
export function resolveDevices(devices: readonly Device[], links: readonly LabLink[]): LabDevice[] {
  const ends = endsByDevice(devices.length, links);
  return devices.map((device, index) => {
    const resolved = resolveDevice(device);
    const addresses = resolved.host?.tcp.sourceAddresses ?? 1;
    const ports = (ends[index] ?? []).map((end, number) => portOf(end, number, addresses));
    return { index, id: device.id, ...resolved, ports };
  });
}

interface LinkEnd {
  readonly link: LabLink;
  readonly end: 0 | 1;
}

function endsByDevice(devices: number, links: readonly LabLink[]): LinkEnd[][] {
  const ends = Array.from({ length: devices }, (): LinkEnd[] => []);
  for (const link of links) for (const end of [0, 1] as const) ends[link.devices[end]]?.push({ link, end });
  return ends;
}

function portOf({ link, end }: LinkEnd, number: number, sourceAddresses: number): LabPort {
  const address = link.addresses[end];
  return {
    name: `eth${number}`,
    link: link.index,
    direction: link.index * 2 + end,
    address,
    addresses: Array.from({ length: sourceAddresses }, (_, more) => address + more),
  };
}
