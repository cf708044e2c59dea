import { endAt } from '../../../shared/trace/ends';
import { tcpStates } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { GrowingList } from '../growing-list';

const closed = tcpStates.indexOf('CLOSED');

/** An address and port that a device opens connections to from one of its own: each pair has the whole ephemeral range to itself. */
export interface Destination {
  /** The device's own address. */
  readonly source: number;
  readonly address: number;
  readonly port: number;
  /** `tcp.state` records with which ports towards it were taken and given back, in order. */
  readonly taken: GrowingList;
  readonly released: GrowingList;
}

/** The ephemeral ports that one device took, by destination and in the order of taking. */
export class DevicePorts {
  readonly destinations: Destination[] = [];
  /** `tcp.state` records of the ends that hold a port, in order; beside each its end and its destination's number. */
  readonly changes = new GrowingList();
  /** connection * 2 + end */
  readonly endOfChange = new GrowingList();
  readonly destinationOfChange = new GrowingList();
  /** By own address, then by address and port as one number. */
  private readonly numbers = new Map<number, Map<number, number>>();

  /** The number of a destination, which is made when it is new. */
  numberOf(source: number, address: number, port: number): number {
    const key = address * 65536 + port;
    const numbers = this.numbers.get(source) ?? new Map<number, number>();
    this.numbers.set(source, numbers);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, this.destinations.length);
    const lists = { taken: new GrowingList(), released: new GrowingList() };
    return this.destinations.push({ source, address, port, ...lists }) - 1;
  }
}

/** Who took which ephemeral port and when, for all devices, from `tcp.state` records. */
export class PortUse {
  private readonly devices: DevicePorts[] = [];
  /** By connection * 2 + end: 0 not seen, 1 + the number of its destination while it holds a port. */
  private readonly holds = new GrowingList();

  /** @param rangeOf the ephemeral range of a device; undefined for one that has no TCP. */
  constructor(
    private readonly trace: TraceReader,
    private readonly rangeOf: (device: number) => PortRange | undefined,
  ) {}

  /** What a device took; empty before it took anything. */
  of(device: number): DevicePorts {
    return (this.devices[device] ??= new DevicePorts());
  }

  /** Takes in a `tcp.state` record. */
  add(record: number): void {
    const connection = this.trace.connection(record);
    const row = this.trace.connections[connection];
    if (!row) return;
    const end = endAt(this.trace, connection, record);
    const device = row.ends[end].device;
    const place = connection * 2 + end;
    const held = this.holds.at(place) ?? 0;
    const isClosed = this.trace.detail(record) === closed;
    if (held === 0 && (isClosed || !isWithin(this.rangeOf(device), row.ends[end].port))) return;
    const other = end === 0 ? 1 : 0;
    const ports = this.of(device);
    const number =
      held > 0
        ? held - 1
        : ports.numberOf(row.ends[end].address, row.ends[other].address, row.ends[other].port);
    const destination = ports.destinations[number];
    if (held === 0) destination?.taken.push(record);
    else if (isClosed) destination?.released.push(record);
    this.holds.set(place, isClosed ? 0 : number + 1, 0);
    ports.changes.push(record);
    ports.endOfChange.push(place);
    ports.destinationOfChange.push(number);
  }
}

/** A range of ports, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

function isWithin(range: PortRange | undefined, port: number): boolean {
  return range !== undefined && port >= range.from && port <= range.to;
}
