import { hasTrait, traitOf, type Device } from '../devices/device';
import { parseAddress } from '../units/address';
import type { LabDocument } from './document';

/** Every link is a subnet of its own, of 24 bits: what is left of an address is the device's number in it. */
const subnetSize = 256;

/** The subnet that an address is of: its first address, that of the subnet itself. */
export const subnetOf = (address: number): number => address - (address % subnetSize);

/** An address's number in its subnet, 0 to 255. */
export const numberInSubnet = (address: number): number => address % subnetSize;

/** How many addresses a device has on each of its links. */
export function sourceAddressesOf(device: Device): number {
  return traitOf(device, 'host')?.tcp.sourceAddresses ?? 1;
}

/**
 * Addresses of each link's two ends. Link number n (from 1) owns 10.h.l.0/24 with h, l the high and low byte of n;
 * who forwards takes the subnet's .1, everyone else .2 (the second forwarder, or the second host, takes what is left).
 * An address written in the document wins. Where only one end has one, the other follows into its subnet, and takes the
 * first free number there if its own is taken.
 */
export function linkAddresses(document: Pick<LabDocument, 'devices' | 'links'>): [number, number][] {
  const { devices, links } = document;
  const forwarding = new Set(devices.filter((device) => hasTrait(device, 'forwarding')).map(({ id }) => id));
  const plans = links.map(({ a, b }, index): LinkPlan => {
    const bFirst = forwarding.has(b.device) && !forwarding.has(a.device);
    const written: LinkPlan['written'] = [parsed(a.address), parsed(b.address)];
    return { subnet: 0x0a000000 + (index + 1) * subnetSize, numbers: bFirst ? [2, 1] : [1, 2], written };
  });
  const halfWritten = plans.some(
    ({ written: [one, other] }) => (one === undefined) !== (other === undefined),
  );
  const taken = halfWritten ? takenAddresses(document, plans) : new Set<number>();
  return plans.map((plan) => [addressOf(plan, 0, taken), addressOf(plan, 1, taken)]);
}

/** A link's subnet and the numbers of its ends there, unless addresses are written. */
interface LinkPlan {
  readonly subnet: number;
  readonly numbers: readonly [number, number];
  readonly written: readonly [number | undefined, number | undefined];
}

function parsed(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseAddress(text);
}

/** The address of an end; one that follows the other's is taken from then on. */
function addressOf({ subnet, numbers, written }: LinkPlan, end: 0 | 1, taken: Set<number>): number {
  const own = written[end];
  const other = written[end === 0 ? 1 : 0];
  if (own !== undefined) return own;
  if (other === undefined) return subnet + numbers[end];
  const address = freeAddress(subnetOf(other), numbers[end], taken);
  taken.add(address);
  return address;
}

function freeAddress(subnet: number, wanted: number, taken: ReadonlySet<number>): number {
  if (!taken.has(subnet + wanted)) return subnet + wanted;
  for (let number = 1; number < subnetSize - 1; number++)
    if (!taken.has(subnet + number)) return subnet + number;
  return subnet + wanted;
}

/** All addresses that are written, and those of links on which none is, with the further ones of their devices. */
function takenAddresses(
  { devices, links }: Pick<LabDocument, 'devices' | 'links'>,
  plans: readonly LinkPlan[],
): Set<number> {
  const counts = new Map(devices.map((device) => [device.id, sourceAddressesOf(device)]));
  const taken = new Set<number>();
  plans.forEach(({ subnet, numbers, written }, index) => {
    const isBare = written.every((address) => address === undefined);
    for (const [side, end] of (['a', 'b'] as const).entries()) {
      const address = written[side] ?? (isBare ? subnet + (numbers[side] ?? 0) : undefined);
      const count = counts.get(links[index]?.[end].device ?? '') ?? 1;
      if (address !== undefined) for (let more = 0; more < count; more++) taken.add(address + more);
    }
  });
  return taken;
}
