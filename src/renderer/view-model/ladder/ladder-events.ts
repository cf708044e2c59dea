import { endAt, sendingEnd } from '../../../shared/trace/ends';
import { none, RecordKind } from '../../../shared/trace/record';
import { tableByKind } from '../../../shared/trace/record-table';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { RunIndex } from '../run/run-index';

export type LadderEventKind = 'sent' | 'arrived' | 'lost' | 'state';

/** Something that happens at one end of a connection: a first bit leaves, a last bit arrives, a state changes. */
export interface LadderEvent {
  readonly kind: LadderEventKind;
  /** Nanoseconds. */
  readonly time: number;
  readonly record: number;
  /** The connection's end at whose lifeline it is; of a loss, the sender's. */
  readonly end: 0 | 1;
  /** `none` for a state. */
  readonly packet: number;
}

/** Kinds of record that tell of a packet on its way: whether it is lost. */
const packetKinds = tableByKind({ linkSend: false, linkArrive: false, linkDrop: true, ipDrop: true });

/**
 * Reads a connection's events out of a growing trace, in the order of time. A frame that waits in its sender's queue
 * leaves later than its record was written, so such events are held back until the trace has come that far.
 */
export class LadderEventReader {
  private taken = 0;
  private readonly ahead: LadderEvent[] = [];

  constructor(
    private readonly trace: TraceReader,
    private readonly index: RunIndex,
    private readonly connection: number,
    private readonly emit: (event: LadderEvent) => void,
  ) {}

  /** Takes in what the trace grew by. `complete`: nothing more will come. */
  read(complete: boolean): void {
    for (; this.taken < this.trace.records.length; this.taken += 1) this.take(this.taken);
    if (complete) this.release(Number.POSITIVE_INFINITY);
  }

  private take(record: number): void {
    const kind = this.trace.kind(record);
    if (kind === RecordKind.tcpState || kind === RecordKind.quicState) this.takeState(record);
    else if (packetKinds[kind] !== undefined) this.takePacket(record, kind);
  }

  private takeState(record: number): void {
    const { trace, connection } = this;
    if (trace.connection(record) !== connection) return;
    this.release(trace.time(record));
    const end = endAt(trace, connection, record);
    this.emit({ kind: 'state', time: trace.time(record), record, end, packet: none });
  }

  private takePacket(record: number, kind: number): void {
    const { trace, index } = this;
    const packet = trace.packet(record);
    if (packet === none || trace.connectionOfPacket(packet) !== this.connection) return;
    const time = trace.time(record);
    const sender = sendingEnd(trace, packet);
    this.release(time);
    if (kind === RecordKind.linkSend) {
      if (index.firstSendOf(packet) === record)
        this.holdBack({ kind: 'sent', time: time + trace.wait(record), record, end: sender, packet });
    } else if (kind === RecordKind.linkArrive) {
      if (index.deliveryOf(packet) === record)
        this.emit({ kind: 'arrived', time, record, end: sender === 0 ? 1 : 0, packet });
    } else if (packetKinds[kind] === true && index.lossOf(packet) === record)
      this.takeLoss(time, record, sender, packet);
  }

  private takeLoss(time: number, record: number, end: 0 | 1, packet: number): void {
    // What the sender's own queue refused never left: it sets out and is lost at once.
    if (this.index.firstSendOf(packet) === undefined) this.emit({ kind: 'sent', time, record, end, packet });
    this.emit({ kind: 'lost', time, record, end, packet });
  }

  private holdBack(event: LadderEvent): void {
    let at = this.ahead.length;
    while (at > 0 && (this.ahead[at - 1]?.time ?? 0) > event.time) at -= 1;
    this.ahead.splice(at, 0, event);
  }

  private release(until: number): void {
    let due = 0;
    while (due < this.ahead.length && (this.ahead[due]?.time ?? 0) <= until) due += 1;
    for (const event of this.ahead.splice(0, due)) this.emit(event);
  }
}
