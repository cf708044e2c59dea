import { formatAddress } from '../../../shared/units/address';
import { tcpStates } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { RunTopology } from '../run/run-topology';
import type { Destination, DevicePorts, PortRange } from './port-use';

/** What a cell of the map shows. TIME-WAIT has as many shades as `timeWaitShades`, from its beginning to its end. */
export const PortShade = { free: 0, opening: 1, open: 2, closing: 3, timeWait: 4 } as const;
export const timeWaitShades = 24;
export const shadeCount = PortShade.timeWait + timeWaitShades;

const shadeOfState = tcpStates.map((name) => {
  if (name === 'CLOSED' || name === 'LISTEN') return PortShade.free;
  if (name === 'SYN-SENT' || name === 'SYN-RECEIVED') return PortShade.opening;
  if (name === 'ESTABLISHED') return PortShade.open;
  return name === 'TIME-WAIT' ? PortShade.timeWait : PortShade.closing;
});
const timeWait = tcpStates.indexOf('TIME-WAIT');
const closed = tcpStates.indexOf('CLOSED');

/** An end that holds a port behind another one towards another destination. */
interface Holding {
  /** connection * 2 + end */
  readonly end: number;
  readonly state: number;
  /** Nanoseconds. */
  readonly since: number;
}

/** The cells after so many changes, kept so that going back need not begin at the beginning. */
interface Checkpoint {
  readonly applied: number;
  readonly holders: Uint32Array;
  readonly states: Uint8Array;
  readonly since: Float64Array;
  readonly behind: ReadonlyMap<number, readonly Holding[]>;
}
/** Changes from one checkpoint to the next. */
const usualSpacing = 32_768;

/**
 * The ports of a device's ephemeral range at the playhead: one cell each. Going forward costs what has changed, and a
 * look at each cell; going back takes the checkpoint before.
 */
export class PortCells {
  readonly shades: Uint8Array;
  /** By port: 1 + (connection * 2 + end) that holds it, 0: nobody; its state; since when, nanoseconds. */
  private readonly holders: Uint32Array;
  private readonly states: Uint8Array;
  private readonly since: Float64Array;
  /** By port, who holds it towards further destinations, the latest last. */
  private readonly behind = new Map<number, Holding[]>();
  private applied = 0;
  private records = 0;
  private readonly checkpoints: Checkpoint[] = [];

  /** @param shown whether ports towards a destination, by its number, are on the map. */
  constructor(
    private readonly trace: TraceReader,
    private readonly ports: DevicePorts,
    readonly range: PortRange,
    private readonly shown: (destination: number) => boolean,
    private readonly checkpointSpacing = usualSpacing,
  ) {
    const size = range.to - range.from + 1;
    this.shades = new Uint8Array(size);
    this.holders = new Uint32Array(size);
    this.states = new Uint8Array(size);
    this.since = new Float64Array(size);
  }

  /**
   * Fills in who holds which port after so many records, at a time (nanoseconds); `whole` is how long the device's
   * TIME-WAIT lasts. A port that several destinations share shows the connection opened last.
   */
  fill(records: number, time: number, whole: number): void {
    if (records < this.records) this.goBack(records);
    this.records = records;
    const { changes } = this.ports;
    for (; this.applied < changes.length && (changes.at(this.applied) ?? 0) < records; this.applied += 1)
      this.applyNext();
    const { shades, states, since } = this;
    for (let cell = 0; cell < shades.length; cell += 1) {
      const state = states[cell] ?? 0;
      if (state === timeWait) shades[cell] = timeWaitShade(time - (since[cell] ?? 0), whole);
      else shades[cell] = shadeOfState[state] ?? PortShade.free;
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

  private applyNext(): void {
    const { applied, checkpoints, checkpointSpacing } = this;
    if (applied % checkpointSpacing === 0 && applied === checkpoints.length * checkpointSpacing)
      checkpoints.push({
        applied,
        holders: this.holders.slice(),
        states: this.states.slice(),
        since: this.since.slice(),
        behind: copied(this.behind),
      });
    this.apply(applied);
  }

  /** Goes back to the last checkpoint before a record. */
  private goBack(records: number): void {
    const { changes } = this.ports;
    const changed = changes.countBelow(records);
    const checkpoint =
      this.checkpoints[Math.floor(changed / this.checkpointSpacing)] ?? this.checkpoints.at(-1);
    if (!checkpoint) return;
    this.holders.set(checkpoint.holders);
    this.states.set(checkpoint.states);
    this.since.set(checkpoint.since);
    this.behind.clear();
    for (const [cell, holdings] of checkpoint.behind) this.behind.set(cell, holdings.slice());
    this.applied = checkpoint.applied;
  }

  private apply(change: number): void {
    if (!this.shown(this.ports.destinationOfChange.at(change) ?? 0)) return;
    const record = this.ports.changes.at(change) ?? 0;
    const end = this.ports.endOfChange.at(change) ?? 0;
    const port = this.trace.connections[end >>> 1]?.ends[(end & 1) as 0 | 1].port ?? -1;
    const cell = port - this.range.from;
    const holding = { end, state: this.trace.detail(record), since: this.trace.time(record) };
    const holder = this.holders[cell] ?? 0;
    if (holder === 0 || holder === end + 1) this.show(cell, holding);
    else this.applyBehind(cell, holding);
  }

  /** Puts a change of the end that the cell shows into it; when that gives the port back, the latest behind it shows. */
  private show(cell: number, { end, state, since }: Holding): void {
    const next = state === closed ? this.behind.get(cell)?.pop() : undefined;
    if (next) this.show(cell, next);
    else {
      this.holders[cell] = state === closed ? 0 : end + 1;
      this.states[cell] = state;
      this.since[cell] = since;
    }
  }

  private applyBehind(cell: number, holding: Holding): void {
    const behind = this.behind.get(cell) ?? [];
    this.behind.set(cell, behind);
    const at = behind.findIndex(({ end }) => end === holding.end);
    if (at >= 0 && holding.state === closed) behind.splice(at, 1);
    else if (at >= 0) behind[at] = holding;
    else if (holding.state !== closed) {
      // New: it comes to the front.
      behind.push(this.shownIn(cell));
      this.show(cell, holding);
    }
  }

  private shownIn(cell: number): Holding {
    const holder = this.holders[cell] ?? 0;
    return { end: holder - 1, state: this.states[cell] ?? 0, since: this.since[cell] ?? 0 };
  }
}

function copied(behind: ReadonlyMap<number, readonly Holding[]>): Map<number, Holding[]> {
  return new Map([...behind].map(([cell, holdings]) => [cell, holdings.slice()]));
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
  trace: TraceReader,
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

/**
 * `server:80`, or its address where no device has it; behind the own address where the device opens connections from
 * several.
 */
export function destinationName(
  topology: RunTopology,
  { source, address, port }: Destination,
  isFromOneOfSeveral: boolean,
): string {
  const owner = topology.owner(address);
  const name = `${owner < 0 ? formatAddress(address) : topology.deviceId(owner)}:${port}`;
  return isFromOneOfSeveral ? `${formatAddress(source)} → ${name}` : name;
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
