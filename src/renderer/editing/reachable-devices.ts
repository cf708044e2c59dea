import type { LabDocument } from '../../shared/lab/document';

/** Devices that frames from `start` can reach: through routers, since hosts do not forward. Nearest first. */
export function reachableDevices(document: LabDocument, start: string): string[] {
  const kinds = new Map(document.devices.map((device) => [device.id, device.kind]));
  const neighbours = new Map<string, string[]>();
  for (const { a, b } of document.links) {
    neighbours.set(a.device, [...(neighbours.get(a.device) ?? []), b.device]);
    neighbours.set(b.device, [...(neighbours.get(b.device) ?? []), a.device]);
  }
  const reached = [start];
  const seen = new Set(reached);
  for (const device of reached) {
    if (device !== start && kinds.get(device) !== 'router') continue;
    for (const next of neighbours.get(device) ?? []) {
      if (!seen.has(next)) reached.push(next);
      seen.add(next);
    }
  }
  return reached.slice(1);
}
