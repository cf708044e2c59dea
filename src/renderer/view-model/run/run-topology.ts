import {
  happensAtReceiver,
  placeIsDevice,
  placeIsLink,
  placeIsWholeLink,
} from '../../../shared/trace/record-table';
import type { Lab, LabLink } from '../../../shared/lab/lab';
import type { TraceReader } from '../../../shared/trace/trace-reader';

/**
 * What a trace's numbers mean in the lab that was run: which device sends into a link direction, how long a frame's
 * bits take. A link direction is `link * 2 + end`: end 0 sends from the link's `a` device.
 */
export class RunTopology {
  private readonly deviceByAddress = new Map<number, number>();
  private readonly deviceById: ReadonlyMap<string, number>;
  private readonly linkById: ReadonlyMap<string, number>;

  constructor(readonly lab: Lab) {
    this.deviceById = new Map(lab.devices.map(({ id, index }) => [id, index]));
    this.linkById = new Map(lab.links.map(({ id, index }) => [id, index]));
    for (const device of lab.devices)
      for (const { addresses } of device.ports)
        for (const address of addresses) this.deviceByAddress.set(address, device.index);
  }

  /** The device that sends into a link direction; -1 when there is no such link. */
  sender(direction: number): number {
    return this.link(direction)?.devices[(direction & 1) as 0 | 1] ?? -1;
  }

  /** The device at the far end of a link direction; -1 when there is no such link. */
  receiver(direction: number): number {
    return this.link(direction)?.devices[(1 - (direction & 1)) as 0 | 1] ?? -1;
  }

  link(direction: number): LabLink | undefined {
    return this.lab.links[direction >>> 1];
  }

  /** Nanoseconds from a frame's first bit to its last one leaving: the trace's own rounding (docs/trace.md). */
  serialisation(direction: number, frameBytes: number): number {
    const link = this.link(direction);
    return link ? Math.round(((frameBytes + link.frameOverhead) * 8e9) / link.bandwidth) : 0;
  }

  /** One-way propagation of a link direction, nanoseconds, less any jitter. */
  delay(direction: number): number {
    return this.link(direction)?.delay ?? 0;
  }

  /** Nanoseconds that a full frame takes over the slowest link, from its first bit sent to its last one arrived. */
  get longestFlight(): number {
    return this.lab.links.reduce(
      (longest, { delay, mtu, index }) => Math.max(longest, delay + this.serialisation(index * 2, mtu)),
      0,
    );
  }

  /** A device's id as in the document; `device 3` when the lab has none of that number. */
  deviceId(device: number): string {
    return this.lab.devices[device]?.id ?? `device ${device}`;
  }

  /** The number of the device with an id; -1 when the lab that ran has none. */
  deviceIndex(id: string): number {
    return this.deviceById.get(id) ?? -1;
  }

  /** The number of the link with an id; -1 when the lab that ran has none. */
  linkIndex(id: string): number {
    return this.linkById.get(id) ?? -1;
  }

  /** The device that has an IPv4 address; -1 when none has. */
  owner(address: number): number {
    return this.deviceByAddress.get(address) ?? -1;
  }

  /** The device at which a record happens: a frame leaves at its sender and arrives at its receiver. -1: nowhere. */
  deviceOf(trace: TraceReader, record: number): number {
    const kind = trace.kind(record);
    const place = trace.place(record);
    if (placeIsDevice(kind)) return place;
    if (!placeIsLink(kind)) return -1;
    return happensAtReceiver(kind) ? this.receiver(place) : this.sender(place);
  }

  /** Whether a record happens at a device: a cut or mended link concerns both its ends. */
  concerns(trace: TraceReader, record: number, device: number): boolean {
    if (this.deviceOf(trace, record) === device) return true;
    const bothEnds = placeIsWholeLink(trace.kind(record));
    return bothEnds && this.receiver(trace.place(record)) === device;
  }
}
