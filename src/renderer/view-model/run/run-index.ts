import { none, RecordKind, tcpStates } from '../../../shared/trace/record';
import { isFault, kindsOf } from '../../../shared/trace/record-table';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { GrowingList } from '../growing-list';
import type { RunTopology } from './run-topology';

const isMedia = kindsOf('media');
const timeWait = tcpStates.indexOf('TIME-WAIT');

/** How a packet ended, as far as the trace tells. */
export type Fate = 'under way' | 'delivered' | 'lost';

/** What panels look up in a trace again and again, taken in as the trace grows: each record is read once. */
export class RunIndex {
  /** Per row of the packet list: the record with which the packet came into being, in order. */
  readonly rows = new GrowingList();
  /** Records of losses, and of faults and states that deserve a mark on the scrubber, in order. */
  readonly drops = new GrowingList();
  readonly faults = new GrowingList();
  readonly timeWaits = new GrowingList();
  /** Per connection, the rows of its packets. */
  private readonly rowsByConnection: GrowingList[] = [];
  private readonly mediaByConnection: GrowingList[] = [];
  private readonly rowByPacket = new GrowingList();
  private readonly firstSendByPacket = new GrowingList();
  private readonly dropByPacket = new GrowingList();
  private readonly deliveryByPacket = new GrowingList();
  /** Arrival times of frames on links whose delay varies, by their `link.send` record. */
  private readonly variedArrivals = new Map<number, number>();
  private taken = 0;

  constructor(
    private readonly trace: TraceReader,
    private readonly topology: RunTopology,
  ) {}

  /** Takes in what the trace grew by. */
  update(): void {
    for (; this.taken < this.trace.records.length; this.taken += 1) this.take(this.taken);
  }

  /** The packet list's row of a packet; undefined for one that was not sent yet. */
  rowOf(packet: number): number | undefined {
    return known(this.rowByPacket.at(packet));
  }
  /** The packet of a row. */
  packetAt(row: number): number {
    return this.trace.packet(this.rows.at(row) ?? 0);
  }
  /** The record with which a packet came into being: `tcp.send`, `quic.send`, or its first `link.send`. */
  originOf(packet: number): number | undefined {
    const row = this.rowOf(packet);
    return row === undefined ? undefined : this.rows.at(row);
  }
  /** The `link.send` record of a packet's first hop. */
  firstSendOf(packet: number): number | undefined {
    return known(this.firstSendByPacket.at(packet));
  }
  /** The record of its loss: no copy of it arrived, or the host that it was for discarded it. */
  lossOf(packet: number): number | undefined {
    const drop = known(this.dropByPacket.at(packet));
    const delivery = this.deliveryOf(packet);
    if (drop === undefined || delivery === undefined) return drop;
    return drop > delivery && this.trace.kind(drop) === RecordKind.ipDrop ? drop : undefined;
  }
  /** The `link.arrive` record at the device that it was for. */
  deliveryOf(packet: number): number | undefined {
    return known(this.deliveryByPacket.at(packet));
  }
  /** When a frame arrives on a link with jitter or reordering, nanoseconds, by its `link.send`; else undefined. */
  variedArrival(send: number): number | undefined {
    return this.variedArrivals.size === 0 ? undefined : this.variedArrivals.get(send);
  }
  fateOf(packet: number): Fate {
    if (this.lossOf(packet) !== undefined) return 'lost';
    return this.deliveryOf(packet) === undefined ? 'under way' : 'delivered';
  }
  /** The rows of a connection's packets, in order; empty for an unknown connection. */
  rowsOfConnection(connection: number): GrowingList {
    return this.rowsByConnection[connection] ?? new GrowingList();
  }

  /** The records of media that a connection carries, in order: frames sent, whole, and played. */
  mediaOfConnection(connection: number): GrowingList {
    return this.mediaByConnection[connection] ?? new GrowingList();
  }

  private take(record: number): void {
    const kind = this.trace.kind(record);
    if (isMedia(kind)) this.takeMedia(record);
    else if (kind === RecordKind.tcpState && this.trace.detail(record) === timeWait)
      this.timeWaits.push(record);
    else if (isFault(kind)) this.faults.push(record);
    else this.takePacket(record, kind);
  }

  private takeMedia(record: number): void {
    const connection = this.trace.connection(record);
    if (connection === none) return;
    while (this.mediaByConnection.length <= connection) this.mediaByConnection.push(new GrowingList());
    this.mediaByConnection[connection]?.push(record);
  }

  private takePacket(record: number, kind: number): void {
    const packet = this.trace.packet(record);
    if (packet === none) return;
    switch (kind) {
      case RecordKind.tcpSend:
      case RecordKind.quicSend:
        this.addRow(record, packet);
        break;
      case RecordKind.linkSend:
        this.addRow(record, packet);
        if (this.firstSendOf(packet) === undefined) this.firstSendByPacket.set(packet, record, none);
        break;
      case RecordKind.linkArrive:
        this.addRow(record, packet);
        this.takeArrival(record, packet);
        break;
      case RecordKind.linkDrop:
      case RecordKind.ipDrop:
        this.addRow(record, packet);
        this.drops.push(record);
        this.dropByPacket.set(packet, record, none);
        break;
    }
  }

  private takeArrival(record: number, packet: number): void {
    const link = this.topology.link(this.trace.place(record));
    if (link && link.jitter + link.reorderBy > 0)
      this.variedArrivals.set(this.trace.cause(record), this.trace.time(record));
    const receiver = this.topology.receiver(this.trace.place(record));
    const isAddressee = this.topology.owner(this.trace.destinationAddress(packet)) === receiver;
    if (isAddressee && this.deliveryOf(packet) === undefined) this.deliveryByPacket.set(packet, record, none);
  }

  private addRow(record: number, packet: number): void {
    if (this.rowOf(packet) !== undefined) return;
    const row = this.rows.length;
    this.rowByPacket.set(packet, row, none);
    this.rows.push(record);
    const connection = this.trace.connectionOfPacket(packet);
    if (connection === none) return;
    while (this.rowsByConnection.length <= connection) this.rowsByConnection.push(new GrowingList());
    this.rowsByConnection[connection]?.push(row);
  }
}

function known(value: number | undefined): number | undefined {
  return value === none ? undefined : value;
}
