import type { Lab, LabLink } from '../../shared/lab/lab';
import { noRoute } from './next-hops';

/** The ways from all devices to one of them, its root. By device. */
export interface PathTree {
  /** The link direction to take, or `noRoute`. */
  readonly directions: Uint16Array;
  /** The smallest MTU on the way, bytes; 0 where there is no way. */
  readonly mtus: Uint32Array;
}

/**
 * The ways to a device: the fewest hops, and among equals the shortest delay, then by the device that is nearer to the root, then the first
 * link in the document. Only routers forward, so that a way never leads through another host. Goes outwards from the root, hop by hop: in
 * the order of (links + devices log devices).
 */
export function pathsTo(lab: Lab, root: number): PathTree {
  const { devices, links } = lab;
  const directions = new Uint16Array(devices.length).fill(noRoute);
  const mtus = new Uint32Array(devices.length);
  const delays = new Float64Array(devices.length);
  /** Hops to the root, and one more, so that 0 means: not met yet. */
  const levels = new Uint32Array(devices.length);
  levels[root] = 1;
  mtus[root] = 0xffffffff;
  for (let ring = [root], level = 2; ring.length > 0; level++) {
    const next: number[] = [];
    for (const device of ring.sort((left, right) => delays[left]! - delays[right]! || left - right)) {
      if (device !== root && devices[device]?.forwarding === undefined) continue;
      for (const port of devices[device]?.ports ?? []) {
        const link = links[port.link];
        if (!link) continue;
        const neighbour = link.devices[0] === device ? link.devices[1] : link.devices[0];
        const delay = delays[device]! + link.delay;
        if (levels[neighbour] === 0) next.push(neighbour);
        else if (levels[neighbour] !== level || delay >= delays[neighbour]!) continue;
        levels[neighbour] = level;
        delays[neighbour] = delay;
        directions[neighbour] = directionFrom(link, neighbour);
        mtus[neighbour] = Math.min(mtus[device]!, link.mtu);
      }
    }
    ring = next;
  }
  mtus[root] = 0;
  return { directions, mtus };
}

function directionFrom({ index, devices }: LabLink, device: number): number {
  return index * 2 + (devices[0] === device ? 0 : 1);
}
