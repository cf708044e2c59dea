import { hasTrait } from '../devices/device';
import type { LabDocument } from './document';

/** Devices that frames from `start` can reach: through those that forward. Nearest first. */
export function reachableDevices(document: Pick<LabDocument, 'devices' | 'links'>, start: string): string[] {
  const forwarders = new Set(
    document.devices.filter((device) => hasTrait(device, 'forwarding')).map(({ id }) => id),
  );
  const neighbours = new Map<string, string[]>();
  for (const { a, b } of document.links) {
    neighbours.set(a.device, [...(neighbours.get(a.device) ?? []), b.device]);
    neighbours.set(b.device, [...(neighbours.get(b.device) ?? []), a.device]);
  }
  const reached = [start];
  const seen = new Set(reached);
  for (const device of reached) {
    if (device !== start && !forwarders.has(device)) continue;
    for (const next of neighbours.get(device) ?? []) {
      if (!seen.has(next)) reached.push(next);
      seen.add(next);
    }
  }
  return reached.slice(1);
}
