import type { Observations } from './observations';

/** How full a layer was at its fullest, 0 to 1, and where; without a share, why there is none. */
export type LayerSaturation =
  | { readonly share: number; readonly where: string; readonly what: string }
  | { readonly share: null; readonly reason: string };

export const layers = ['L1', 'L3', 'L4', 'L7'] as const;
export type Layer = (typeof layers)[number];
export type SaturationByLayer = Readonly<Record<Layer, LayerSaturation>>;

/** The layer that was closest to its ceiling: what to look at first. */
export interface Constraint {
  readonly layer: Layer;
  readonly share: number;
  readonly where: string;
  readonly what: string;
}

/** How close each layer came to its ceiling, at its worst moment and place. */
export function saturationByLayer(observations: Observations): SaturationByLayer {
  return {
    L1: linkSaturation(observations),
    L3: { share: null, reason: 'routers forward without a ceiling' },
    L4: portSaturation(observations),
    L7: serverSaturation(observations),
  };
}

/** The most saturated layer; null when nothing was used at all. */
export function findConstraint(saturation: SaturationByLayer): Constraint | null {
  let constraint: Constraint | null = null;
  for (const layer of layers) {
    const one = saturation[layer];
    if (one.share === null || one.share <= (constraint?.share ?? 0)) continue;
    constraint = { layer, share: one.share, where: one.where, what: one.what };
  }
  return constraint;
}

function linkSaturation({ lab, links }: Observations): LayerSaturation {
  let worst: LayerSaturation = { share: null, reason: 'there are no links' };
  for (const link of lab.links) {
    for (const end of [0, 1] as const) {
      const share = links.directions[link.index * 2 + end]?.transmitter.peakUtilisation ?? 0;
      if (worst.share !== null && share <= worst.share) continue;
      const [from, to] = end === 0 ? link.devices : [link.devices[1], link.devices[0]];
      const where = `${link.id}, ${lab.devices[from]?.id ?? ''} to ${lab.devices[to]?.id ?? ''}`;
      worst = { share, where, what: 'busy share of the link in its busiest 100 ms' };
    }
  }
  return worst;
}

function portSaturation({ lab, connections }: Observations): LayerSaturation {
  let worst: LayerSaturation = { share: null, reason: 'no device opens connections' };
  for (const device of lab.devices) {
    if (!device.opening) continue;
    const { from, to } = device.host.tcp.ephemeralPorts;
    const share = (connections.devices[device.index]?.portsPeak ?? 0) / (to - from + 1);
    if (worst.share !== null && share <= worst.share) continue;
    worst = { share, where: device.id, what: 'ephemeral ports held towards one address and port' };
  }
  return worst;
}

function serverSaturation({ lab, connections }: Observations): LayerSaturation {
  let worst: LayerSaturation = { share: null, reason: 'servers answer without a ceiling' };
  for (const device of lab.devices) {
    const { maximumConnections = Number.MAX_SAFE_INTEGER } = device.serving ?? {};
    if (maximumConnections === Number.MAX_SAFE_INTEGER) continue;
    // What waits in the accept queue counts as well, but full is full.
    const share = Math.min(1, (connections.devices[device.index]?.servedPeak ?? 0) / maximumConnections);
    if (worst.share !== null && share <= worst.share) continue;
    worst = { share, where: device.id, what: 'connections open at once, of those that it serves' };
  }
  return worst;
}
