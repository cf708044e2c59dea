import type { LabDocument } from './document';

/** Which devices can be reached from a device: over any links, but only routers forward. */
export function reachableFrom(document: Pick<LabDocument, 'devices' | 'links'>, start: string): Set<string> {
  const kinds = new Map(document.devices.map((device) => [device.id, device.kind]));
  const neighbours = neighboursOf(document);
  const reached = new Set<string>();
  const open = [start];
  for (let device = open.pop(); device !== undefined; device = open.pop()) {
    if (device !== start && kinds.get(device) !== 'router') continue;
    for (const neighbour of neighbours.get(device) ?? []) {
      if (reached.has(neighbour)) continue;
      reached.add(neighbour);
      open.push(neighbour);
    }
  }
  return reached;
}

function neighboursOf(document: Pick<LabDocument, 'links'>): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  const join = (from: string, to: string) => {
    const list = neighbours.get(from);
    if (list) list.push(to);
    else neighbours.set(from, [to]);
  };
  for (const link of document.links) {
    join(link.a.device, link.b.device);
    join(link.b.device, link.a.device);
  }
  return neighbours;
}
