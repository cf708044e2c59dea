import { hasTrait, traitOf, type Device } from '../devices/device';
import { parseAddress } from '../units/address';
import type { LabDocument } from './document';

/** How many addresses a device has on each of its links. */
export function sourceAddressesOf(device: Device): number {
  return traitOf(device, 'host')?.tcp.sourceAddresses ?? 1;
}

/**
 * Addresses of each link's two ends. Link number n (from 1) owns 10.h.l.0/24 with h, l the high and low byte of n;
 * who forwards takes the subnet's .1, everyone else .2 (the second forwarder, or the second host, takes what is left).
 * An address written in the document wins.
 */
export function linkAddresses(document: Pick<LabDocument, 'devices' | 'links'>): [number, number][] {
  const forwarding = new Set(
    document.devices.filter((device) => hasTrait(device, 'forwarding')).map(({ id }) => id),
  );
  return document.links.map((link, index) => {
    const subnet = 0x0a000000 + (index + 1) * 256;
    const bFirst = forwarding.has(link.b.device) && !forwarding.has(link.a.device);
    const written = (text: string | undefined) => (text === undefined ? undefined : parseAddress(text));
    return [
      written(link.a.address) ?? subnet + (bFirst ? 2 : 1),
      written(link.b.address) ?? subnet + (bFirst ? 1 : 2),
    ];
  });
}
