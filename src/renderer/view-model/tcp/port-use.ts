import { endOf } from '../../../shared/trace/fold';
import { tcpStates } from '../../../shared/trace/record';
import type { Trace } from '../../../shared/trace/trace';
import { GrowingList } from '../growing-list';

const closed = tcpStates.indexOf('CLOSED');

/** An address and port that a device opens connections to: each has the whole ephemeral range to itself. */
export interface Destination {
  readonly address: number;
  readonly port: number;
  /** `tcp.state` records with which ports towards it were taken and given back, in order. */
  readonly taken: GrowingList;
  readonly released: GrowingList;
}

/** The ephemeral ports that one device took, by destination and in the order of taking. */
export class DevicePorts {
  readonly destinations: Destination[] = [];
  /** Ends that hold or held a port: connection * 2 + end; beside it the number of its destination. */
  readonly ends = new GrowingList();
  readonly destinationOfEnd = new GrowingList();
  private readonly numbers = new Map<number, number>();

  /** The number of a destination, which is made when it is new. */
  numberOf(address: number, port: number): number {
    const key = address * 65536 + port;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.destinations.length);
    const lists = { taken: new GrowingList(), released: new GrowingList() };
    return this.destinations.push({ address, port, ...lists }) - 1;
  }
}

/** Who took which ephemeral port and when, for all devices, from `tcp.state` records. */
export class PortUse {
  private readonly devices: DevicePorts[] = [];
  /** By connection * 2 + end: 0 not seen, 1 + the number of its destination while it holds a port. */
  private readonly holds = new GrowingList();

  /** @param rangeOf the ephemeral range of a device; undefined for one that has no TCP. */
  constructor(
    private readonly trace: Trace,
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
    const end = endOf(this.trace, connection, this.trace.place(record), record);
    const device = row.devices[end];
    const place = connection * 2 + end;
    const held = this.holds.at(place) ?? 0;
    if (held > 0) {
      if (this.trace.detail(record) !== closed) return;
      this.of(device).destinations[held - 1]?.released.push(record);
      this.holds.set(place, 0, 0);
    } else if (isWithin(this.rangeOf(device), row.ports[end]) && this.trace.detail(record) !== closed) {
      const other = end === 0 ? 1 : 0;
      const ports = this.of(device);
      const number = ports.numberOf(row.addresses[other], row.ports[other]);
      ports.destinations[number]?.taken.push(record);
      ports.ends.push(place);
      ports.destinationOfEnd.push(number);
      this.holds.set(place, number + 1, 0);
    }
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
