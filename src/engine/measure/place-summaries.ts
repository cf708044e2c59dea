import { none, tcpStates } from '../../shared/trace/record';
import { dropTotal, type DirectionObservation, type DropCounts } from './link-observations';
import type { Observations } from './observations';

export interface DeviceSummary {
  readonly kind: string;
  readonly framesSent: number;
  readonly framesReceived: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Packets that the device discarded, by reason. */
  readonly drops: DropCounts;
  /** Its ends of connections at the run's end, counted by state. */
  readonly connections: Readonly<Record<string, number>>;
  /** Most ephemeral ports held at once towards one address and port, of so many. */
  readonly portsInUsePeak: number;
  readonly portRange: number;
  readonly timeWaitPeak: number;
  /** Most connections that others had open to it at once. */
  readonly servedPeak: number;
}

export interface DirectionSummary {
  readonly from: string;
  readonly to: string;
  /** Frames handed to the transmitter, and their bytes from Ethernet header to payload. */
  readonly frames: number;
  readonly bytes: number;
  readonly framesArrived: number;
  readonly drops: DropCounts;
  /** Nanoseconds for which bits were being put on the link. */
  readonly busyTime: number;
  /** Busy share of the whole run, and of the busiest window of 100 ms. */
  readonly utilisation: number;
  readonly peakUtilisation: number;
  readonly queuePeakFrames: number;
  readonly queuePeakBytes: number;
  /** Longest that a frame waited before its first bit left, nanoseconds. */
  readonly queueWaitMax: number;
}

export interface LinkSummary {
  readonly drops: number;
  readonly directions: readonly DirectionSummary[];
}

/** What each device did, by its id. */
export function deviceSummaries(observations: Observations): Record<string, DeviceSummary> {
  const { lab, links, connections, deviceDrops } = observations;
  const states = statesByDevice(observations);
  return Object.fromEntries(
    lab.devices.map((device) => {
      const sending = device.ports.map((port) => links.directions[port.direction]);
      const receiving = device.ports.map((port) => links.directions[port.direction ^ 1]);
      const total = (of: typeof sending, count: (direction: DirectionObservation) => number) =>
        of.reduce((sum, direction) => sum + (direction ? count(direction) : 0), 0);
      const ports = device.host?.tcp.ephemeralPorts;
      const summary: DeviceSummary = {
        kind: device.kind,
        framesSent: total(sending, (direction) => direction.frames),
        framesReceived: total(receiving, (direction) => direction.arrivedFrames),
        bytesSent: total(sending, (direction) => direction.bytes),
        bytesReceived: total(receiving, (direction) => direction.arrivedBytes),
        drops: deviceDrops[device.index] ?? {},
        connections: states[device.index] ?? {},
        portsInUsePeak: connections.devices[device.index]?.portsPeak ?? 0,
        portRange: ports ? ports.to - ports.from + 1 : 0,
        timeWaitPeak: connections.devices[device.index]?.timeWaitPeak ?? 0,
        servedPeak: connections.devices[device.index]?.servedPeak ?? 0,
      };
      return [device.id, summary];
    }),
  );
}

function statesByDevice({ lab, trace, connections }: Observations): Record<string, number>[] {
  const states = lab.devices.map((): Record<string, number> => ({}));
  connections.connections.forEach((connection, row) => {
    trace.connections[row]?.ends.forEach(({ device }, end) => {
      // An end that never came to know of the connection (its SYN was lost, or forged) is in no state.
      if (connection.known[end as 0 | 1] === none) return;
      const name = tcpStates[connection.states[end as 0 | 1]] ?? '';
      const counts = states[device];
      if (counts) counts[name] = (counts[name] ?? 0) + 1;
    });
  });
  return states;
}

/** What went over each link, by its id. */
export function linkSummaries(observations: Observations): Record<string, LinkSummary> {
  return Object.fromEntries(
    observations.lab.links.map((link) => {
      const directions = ([0, 1] as const).map((end) => directionSummary(observations, link.index, end));
      const drops = directions.reduce((sum, direction) => sum + dropTotal(direction.drops), 0);
      return [link.id, { drops, directions }];
    }),
  );
}

function directionSummary(
  { lab, links, end: runEnd }: Observations,
  link: number,
  end: 0 | 1,
): DirectionSummary {
  const devices = lab.links[link]?.devices ?? [0, 0];
  const direction = links.directions[link * 2 + end];
  if (!direction) throw new RangeError(`there is no link ${link}`);
  const { transmitter } = direction;
  return {
    from: lab.devices[devices[end]]?.id ?? '',
    to: lab.devices[devices[end === 0 ? 1 : 0]]?.id ?? '',
    frames: direction.frames,
    bytes: direction.bytes,
    framesArrived: direction.arrivedFrames,
    drops: direction.drops,
    busyTime: Math.round(transmitter.busy),
    utilisation: runEnd > 0 ? transmitter.busy / runEnd : 0,
    peakUtilisation: transmitter.peakUtilisation,
    queuePeakFrames: transmitter.queuePeakFrames,
    queuePeakBytes: transmitter.queuePeakBytes,
    queueWaitMax: transmitter.longestWait,
  };
}
