import { formatAddress } from '../../../shared/address';
import type { LabState } from '../../../shared/trace/fold';
import { tcpStates } from '../../../shared/trace/record';
import type { Trace } from '../../../shared/trace/trace';
import type { RunTopology } from '../run-topology';
import type { Destination, DevicePorts, PortRange } from './port-use';

/** What a cell of the map shows. TIME-WAIT has as many shades as `timeWaitShades`, from its beginning to its end. */
export const PortShade = { free: 0, opening: 1, open: 2, closing: 3, timeWait: 4 } as const;
export const timeWaitShades = 24;
export const shadeCount = PortShade.timeWait + timeWaitShades;

const state = (name: (typeof tcpStates)[number]) => tcpStates.indexOf(name);
const shadeOfState = tcpStates.map((name) => {
  if (name === 'CLOSED' || name === 'LISTEN') return PortShade.free;
  if (name === 'SYN-SENT' || name === 'SYN-RECEIVED') return PortShade.opening;
  if (name === 'ESTABLISHED') return PortShade.open;
  return name === 'TIME-WAIT' ? PortShade.timeWait : PortShade.closing;
});
const timeWait = state('TIME-WAIT');

/** The ports of a device's ephemeral range at the playhead: one cell each. Reused from one filling to the next. */
export class PortCells {
  readonly shades: Uint8Array;
  /** By port: 1 + (connection * 2 + end) that holds it; 0: nobody. */
  private readonly holders: Uint32Array;

  constructor(readonly range: PortRange) {
    this.shades = new Uint8Array(range.to - range.from + 1);
    this.holders = new Uint32Array(this.shades.length);
  }

  /**
   * Fills in who holds which port towards the destinations that are `shown` (by number), at a state and time
   * (nanoseconds); `whole` is how long the device's TIME-WAIT lasts. A port that several destinations share shows
   * the connection opened last.
   */
  fill(
    trace: Trace,
    ports: DevicePorts,
    shown: (destination: number) => boolean,
    at: LabState,
    time: number,
    whole: number,
  ): void {
    this.shades.fill(PortShade.free);
    this.holders.fill(0);
    const cells = at.ends.used();
    const width = at.ends.columns.length;
    const stateColumn = at.ends.columns.indexOf('state');
    const enteredColumn = at.ends.columns.indexOf('enteredBy');
    for (let index = 0; index < ports.ends.length; index += 1) {
      const row = ports.ends.at(index) ?? 0;
      // Beyond the playhead, the state has no row yet or one that never entered a state.
      const current = cells[row * width + stateColumn] ?? 0;
      if (row >= at.ends.rows || shadeOfState[current] === PortShade.free) continue;
      if (!shown(ports.destinationOfEnd.at(index) ?? 0)) continue;
      const port = trace.connections[row >>> 1]?.ports[(row & 1) as 0 | 1] ?? -1;
      const cell = port - this.range.from;
      this.holders[cell] = row + 1;
      this.shades[cell] =
        current === timeWait
          ? timeWaitShade(time - trace.time(cells[row * width + enteredColumn] ?? 0), whole)
          : (shadeOfState[current] ?? PortShade.free);
    }
  }

  /** Who holds a port: connection * 2 + end; undefined when it is free. */
  holderOf(port: number): number | undefined {
    const holder = this.holders[port - this.range.from] ?? 0;
    return holder === 0 ? undefined : holder - 1;
  }

  /** How many cells are free, opening, open, closing, in TIME-WAIT. */
  counts(): number[] {
    const counts = [0, 0, 0, 0, 0];
    for (const shade of this.shades) {
      const group = Math.min(shade, PortShade.timeWait);
      counts[group] = (counts[group] ?? 0) + 1;
    }
    return counts;
  }
}

/** The shade of a TIME-WAIT that began `waited` nanoseconds ago. */
function timeWaitShade(waited: number, whole: number): number {
  const share = whole > 0 ? Math.min(1, Math.max(0, waited / whole)) : 1;
  return PortShade.timeWait + Math.min(timeWaitShades - 1, Math.floor(share * timeWaitShades));
}

/** How full the range is towards one destination, and where that is going. */
export interface PortGauge {
  readonly held: number;
  readonly size: number;
  /** Ports taken, and ports held more, a second: over the last seconds. */
  readonly takenPerSecond: number;
  readonly growthPerSecond: number;
  /** Nanoseconds until none is left at that growth; undefined while it does not grow. 0: none is left. */
  readonly exhaustedIn: number | undefined;
}

/** Over how long rates are taken, nanoseconds: less near the start, where there is no more. */
const rateWindow = 5e9;

/** The gauge of one destination after so many records, at a time (nanoseconds). */
export function portGauge(
  trace: Trace,
  destination: Destination,
  range: PortRange,
  records: number,
  time: number,
): PortGauge {
  const size = range.to - range.from + 1;
  const taken = destination.taken.countBelow(records);
  const held = taken - destination.released.countBelow(records);
  const opened = destination.taken.at(0);
  const begun = opened === undefined ? 0 : trace.time(opened);
  const since = Math.max(begun, time - rateWindow);
  // After `since`, up to now: what happened at both ends of the window would count as one too many.
  const before = trace.firstAtOrAfter(since + 1);
  const takenBefore = destination.taken.countBelow(before);
  const heldBefore = takenBefore - destination.released.countBelow(before);
  const seconds = (time - since) / 1e9;
  // One port is no rate: only what repeats goes anywhere.
  const hasRate = seconds > 0 && taken - takenBefore > 1;
  const growthPerSecond = hasRate ? (held - heldBefore) / seconds : 0;
  return {
    held,
    size,
    takenPerSecond: hasRate ? (taken - takenBefore) / seconds : 0,
    growthPerSecond,
    exhaustedIn: timeToExhaustion(size - held, growthPerSecond),
  };
}

function timeToExhaustion(free: number, growthPerSecond: number): number | undefined {
  if (free <= 0) return 0;
  return growthPerSecond > 0 ? (free / growthPerSecond) * 1e9 : undefined;
}

/** The number of the shown destination that is fullest after so many records; undefined when there is none. */
export function fullestDestination(
  ports: DevicePorts,
  shown: (destination: number) => boolean,
  records: number,
): number | undefined {
  let fullest: number | undefined;
  let most = -1;
  for (const [number, { taken, released }] of ports.destinations.entries()) {
    const held = taken.countBelow(records) - released.countBelow(records);
    if (!shown(number) || held <= most) continue;
    most = held;
    fullest = number;
  }
  return fullest;
}

/** `server:80`, or its address where no device has it. */
export function destinationName(topology: RunTopology, { address, port }: Destination): string {
  const owner = topology.owner(address);
  return `${owner < 0 ? formatAddress(address) : topology.deviceId(owner)}:${port}`;
}

/** How cells are laid into an area of pixels: as large as fits, in whole pixels. */
export interface CellGrid {
  readonly columns: number;
  readonly rows: number;
  /** Pixels from one cell to the next. */
  readonly pitch: number;
}

/** Largest cell, pixels: a range of few ports should not look like a chessboard. */
const largestCell = 18;

/** The grid in which so many cells fit into an area, pixels. */
export function cellGrid(cells: number, width: number, height: number): CellGrid {
  let pitch = Math.max(
    1,
    Math.min(largestCell, Math.floor(Math.sqrt((width * height) / Math.max(1, cells)))),
  );
  while (pitch > 1 && Math.ceil(cells / Math.max(1, Math.floor(width / pitch))) * pitch > height) pitch -= 1;
  const columns = Math.max(1, Math.floor(width / pitch));
  return { columns, rows: Math.ceil(cells / columns), pitch };
}
