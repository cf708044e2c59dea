import { DropReason, RecordKind } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';
import type { CapturePort } from './capture-ports';
import { PendingFrames } from './pending-frames';

/**
 * The frames that devices' ports see, in order of time, ties in order of record: a frame that a port sends is seen when
 * its first bit leaves, one that it receives when its last bit has arrived. `next` moves to the next one; the fields
 * are of the one reached. One object for all of them: captures have millions.
 */
export class CapturedFrames {
  /** Index of the port in the list given. */
  port = 0;
  /** Nanoseconds of virtual time. */
  time = 0;
  /** The `link.send` or `link.arrive` record. */
  record = 0;
  packet = 0;
  outbound = false;
  private nextRecord = 0;
  private readonly pending = new PendingFrames();
  /** Port that sends, and port that receives, by link direction. */
  private readonly senders: number[] = [];
  private readonly receivers: number[] = [];
  /** Where the trace ends: what had not left by then was never seen. */
  private readonly endTime: number;

  constructor(
    private readonly trace: TraceReader,
    ports: readonly CapturePort[],
  ) {
    ports.forEach(({ port }, index) => {
      this.senders[port.direction] = index;
      // The other direction of the same link ends here.
      this.receivers[port.direction ^ 1] = index;
    });
    const { length } = trace.records;
    this.endTime = length > 0 ? trace.time(length - 1) : 0;
  }

  /** Moves to the next frame; false when there is none. */
  next(): boolean {
    const { trace, pending } = this;
    const { length } = trace.records;
    while (this.nextRecord < length) {
      const record = this.nextRecord;
      // Whatever waits was recorded earlier, and so goes first on a tie.
      if (pending.firstTime <= trace.time(record)) return this.seeSent();
      this.nextRecord += 1;
      if (this.takeIn(record)) return true;
    }
    return pending.firstTime <= this.endTime && this.seeSent();
  }

  /** Takes in a record; true when it is a frame seen at once. */
  private takeIn(record: number): boolean {
    const { trace } = this;
    switch (trace.kind(record)) {
      case RecordKind.linkSend:
        if (this.senders[trace.place(record)] === undefined) return false;
        this.pending.add(trace.time(record) + trace.wait(record), record);
        return false;
      case RecordKind.linkArrive:
        return this.seeReceived(record);
      case RecordKind.linkDrop:
        if (trace.detail(record) === DropReason.linkCut) this.cancelWaiting(record);
        return false;
      default:
        return false;
    }
  }

  /** A cut takes away what has not begun to leave: no capture ever saw it. */
  private cancelWaiting(drop: number): void {
    const { trace } = this;
    const packet = trace.packet(drop);
    const direction = trace.place(drop);
    this.pending.cancel((sent) => trace.packet(sent) === packet && trace.place(sent) === direction);
  }

  private seeSent(): boolean {
    const record = this.pending.take();
    if (record === undefined) return false;
    const { trace } = this;
    return this.see(record, this.senders[trace.place(record)], trace.time(record) + trace.wait(record), true);
  }

  private seeReceived(record: number): boolean {
    const { trace } = this;
    return this.see(record, this.receivers[trace.place(record)], trace.time(record), false);
  }

  private see(record: number, port: number | undefined, time: number, outbound: boolean): boolean {
    if (port === undefined) return false;
    this.port = port;
    this.time = time;
    this.record = record;
    this.packet = this.trace.packet(record);
    this.outbound = outbound;
    return true;
  }
}
