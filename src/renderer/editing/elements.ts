import * as v from 'valibot';
import { deviceKind } from '../../shared/devices/device';
import { referencesOf } from '../../shared/faults/fault';
import { type Device, type DeviceKind, type LabDocument, type Link } from '../../shared/lab/document';
import { faultTargets } from './faults';
import { elementIdentifiers, freshIdentifier, identifierStem } from './identifiers';
import { EditRefused } from './refusal';

export interface Position {
  readonly x: number;
  readonly y: number;
}

/** What a link is made with; the user changes it in the inspector. */
export const newLinkParameters = { bandwidth: '100Mbps', delay: '10ms' } as const;

const furthest = 1e6;
const inBounds = (value: number) => Math.max(-furthest, Math.min(furthest, Math.round(value)));
const placed = ({ x, y }: Position) => ({ x: inBounds(x), y: inBounds(y) });

/** The identifier that the next device of a kind gets. */
export function nextDeviceIdentifier(document: LabDocument, kind: DeviceKind): string {
  return freshIdentifier(kind, elementIdentifiers(document));
}

/** Adds a device with nothing but defaults. */
export function addDevice(document: LabDocument, kind: DeviceKind, position: Position): LabDocument {
  const device: Device = { id: nextDeviceIdentifier(document, kind), kind, position: placed(position) };
  return { ...document, devices: [...document.devices, device] };
}

/** Makes a device another kind; parameters that the new kind does not have are left behind. */
export function changeKind(document: LabDocument, id: string, kind: DeviceKind): LabDocument {
  const devices = document.devices.map((device) => {
    if (device.id !== id || device.kind === kind) return device;
    const entries: Readonly<Record<string, v.GenericSchema>> = deviceKind(kind).schema.entries;
    const kept = Object.entries(device).filter(([key, value]) => {
      const own = entries[key];
      return own !== undefined && v.is(own, value);
    });
    return { ...Object.fromEntries(kept), kind } as Device;
  });
  return { ...document, devices };
}

/** Puts devices where they are told; those not in the document are passed over. */
export function moveDevices(document: LabDocument, positions: ReadonlyMap<string, Position>): LabDocument {
  const devices = document.devices.map((device) => {
    const position = positions.get(device.id);
    return position === undefined ? device : { ...device, position: placed(position) };
  });
  return { ...document, devices };
}

/** The identifier that the next link between two devices gets. */
export function nextLinkIdentifier(document: LabDocument, from: string, to: string): string {
  return freshIdentifier(`${from}-${to}`, elementIdentifiers(document));
}

/** Links two devices. Throws EditRefused for a device with itself or one that is not there. */
export function connectDevices(document: LabDocument, from: string, to: string): LabDocument {
  const known = new Set(document.devices.map((device) => device.id));
  if (from === to || !known.has(from) || !known.has(to))
    throw new EditRefused('a link joins two different devices of the lab');
  const id = nextLinkIdentifier(document, from, to);
  const link: Link = { id, a: { device: from }, b: { device: to }, ...newLinkParameters };
  return { ...document, links: [...document.links, link] };
}

/** Takes out devices and links with all that hangs on them: links, workloads, faults and claims. */
export function deleteElements(
  document: LabDocument,
  devices: readonly string[],
  links: readonly string[],
): LabDocument {
  const gone = new Set([...devices, ...links]);
  for (const link of document.links)
    if (gone.has(link.a.device) || gone.has(link.b.device)) gone.add(link.id);
  const goneWorkloads = new Set(
    (document.workloads ?? [])
      .filter((workload) => gone.has(workload.from) || gone.has(workload.to))
      .map((workload) => workload.id),
  );
  const isGone = (id: string | undefined) => id !== undefined && gone.has(id);
  const remaining: LabDocument = {
    ...document,
    devices: document.devices.filter((device) => !gone.has(device.id)),
    links: document.links.filter((link) => !gone.has(link.id)),
  };
  if (document.workloads)
    remaining.workloads = document.workloads.filter((workload) => !goneWorkloads.has(workload.id));
  if (document.faults)
    remaining.faults = document.faults.filter(
      (fault) =>
        !faultTargets(fault).some((id) => gone.has(id)) &&
        !referencesOf(fault).some(({ of, id }) => of === 'workload' && goneWorkloads.has(id)),
    );
  if (document.claims)
    remaining.claims = document.claims.filter(
      (claim) =>
        !isGone(claim.device) &&
        !isGone(claim.link) &&
        !(claim.workload !== undefined && goneWorkloads.has(claim.workload)),
    );
  return remaining;
}

/** Which new identifier each copied device gets. */
export function copyIdentifiers(document: LabDocument, devices: readonly string[]): Map<string, string> {
  const taken = elementIdentifiers(document);
  const copies = new Map<string, string>();
  for (const device of document.devices) {
    if (!devices.includes(device.id)) continue;
    const copy = freshIdentifier(identifierStem(device.id), taken);
    taken.add(copy);
    copies.set(device.id, copy);
  }
  return copies;
}

/**
 * Copies devices, each moved by `offset`, with the links among them. A link chosen by itself is copied between the
 * devices that it joins. Addresses written by hand are not copied: they would clash.
 */
export function duplicateElements(
  document: LabDocument,
  devices: readonly string[],
  links: readonly string[],
  offset: Position,
): LabDocument {
  const copies = copyIdentifiers(document, devices);
  const newDevices = document.devices.flatMap((device): Device[] => {
    const id = copies.get(device.id);
    const { x, y } = device.position;
    return id === undefined
      ? []
      : [{ ...device, id, position: placed({ x: x + offset.x, y: y + offset.y }) }];
  });
  const taken = new Set([...elementIdentifiers(document), ...copies.values()]);
  const newLinks = document.links.flatMap((link): Link[] => {
    const amongCopies = copies.has(link.a.device) && copies.has(link.b.device);
    if (!amongCopies && !links.includes(link.id)) return [];
    const a = copies.get(link.a.device) ?? link.a.device;
    const b = copies.get(link.b.device) ?? link.b.device;
    const id = freshIdentifier(amongCopies ? `${a}-${b}` : identifierStem(link.id), taken);
    taken.add(id);
    return [{ ...link, id, a: { device: a }, b: { device: b } }];
  });
  return {
    ...document,
    devices: [...document.devices, ...newDevices],
    links: [...document.links, ...newLinks],
  };
}
