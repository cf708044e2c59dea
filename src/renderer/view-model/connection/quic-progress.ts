import { sendingEnd } from '../../../shared/trace/ends';
import { QuicFrame, QuicSpace } from '../../../shared/trace/quic';
import { quicPacketsOf } from '../../../shared/trace/quic-packets';
import { none } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { GrowingList } from '../growing-list';
import type { RunIndex } from '../run/run-index';

/** What one end sent that is asked about: datagrams in the order of sending. */
interface SentByEnd {
  /** Rows of the packet list. */
  readonly rows: GrowingList;
  /** By packet number space: items of the headers of its packets, and the rows of their datagrams. */
  readonly headers: readonly SentItems[];
  /** ACK frames of 0-RTT and 1-RTT packets. */
  readonly acknowledgements: SentItems;
  readonly dataLimits: SentItems;
}

interface SentItems {
  readonly items: GrowingList;
  readonly rows: GrowingList;
}

/**
 * How far both ends of a QUIC connection had come after any number of records: packet numbers, acknowledgements,
 * limits. Takes in a growing trace by itself; each datagram is read once.
 */
export class QuicProgress {
  private readonly sent: readonly [SentByEnd, SentByEnd] = [sentByEnd(), sentByEnd()];
  private taken = 0;

  constructor(
    private readonly trace: TraceReader,
    private readonly index: RunIndex,
    private readonly connection: number,
  ) {}

  /** The latest packet that an end sent within the first `records` records. */
  lastSent(end: 0 | 1, records: number): number | undefined {
    const { rows } = this.sent[end];
    const row = rows.at(rows.countBelow(this.rowsBefore(records)) - 1);
    return row === undefined ? undefined : this.index.packetAt(row);
  }

  /** The largest packet number that it sent in a space: they only rise (RFC 9000 section 12.3). */
  largestSent(end: 0 | 1, space: number, records: number): number | undefined {
    const headers = this.sent[end].headers[space];
    if (!headers) return undefined;
    const at = headers.rows.countBelow(this.rowsBefore(records)) - 1;
    const item = headers.items.at(at);
    return item === undefined ? undefined : this.trace.quicItemOffset(item);
  }

  /** The largest of its application data packets that an ACK frame, arrived by then, acknowledges. */
  largestAcknowledged(end: 0 | 1, records: number): number | undefined {
    const item = this.latestArrived(this.sent[end === 0 ? 1 : 0].acknowledgements, records);
    return item === undefined ? undefined : this.trace.quicItemOffset(item);
  }

  /** What the latest MAX_DATA frame that reached it by then allows it; undefined where none did. */
  dataLimit(end: 0 | 1, records: number): number | undefined {
    const item = this.latestArrived(this.sent[end === 0 ? 1 : 0].dataLimits, records);
    return item === undefined ? undefined : this.trace.quicItemOffset(item);
  }

  /** Takes in what the trace grew by. */
  update(): void {
    const rows = this.index.rowsOfConnection(this.connection);
    for (; this.taken < rows.length; this.taken += 1) this.take(rows.at(this.taken) ?? 0);
  }

  private take(row: number): void {
    const { trace } = this;
    const packet = this.index.packetAt(row);
    const ends = trace.connections[this.connection];
    if (!ends) return;
    const sent = this.sent[sendingEnd(trace, packet)];
    sent.rows.push(row);
    for (const { header, frames } of quicPacketsOf(trace, packet)) {
      const space = trace.quicItemSpace(header);
      add(sent.headers[space], header, row);
      for (const frame of frames) {
        const type = trace.quicItemType(frame);
        if (type === QuicFrame.ack && space === QuicSpace.application) add(sent.acknowledgements, frame, row);
        if (type === QuicFrame.maxData) add(sent.dataLimits, frame, row);
      }
    }
  }

  private latestArrived({ items, rows }: SentItems, records: number): number | undefined {
    for (let at = rows.countBelow(this.rowsBefore(records)) - 1; at >= 0; at -= 1) {
      const delivery = this.index.deliveryOf(this.index.packetAt(rows.at(at) ?? 0));
      if ((delivery ?? none) < records) return items.at(at);
    }
    return undefined;
  }

  private rowsBefore(records: number): number {
    return this.index.rows.countBelow(records);
  }
}

const known = new WeakMap<RunIndex, Map<number, QuicProgress>>();

/** The progress of a connection, up to date with the run's index. */
export function quicProgressOf(
  { trace, index }: { readonly trace: TraceReader; readonly index: RunIndex },
  connection: number,
): QuicProgress {
  let ofRun = known.get(index);
  if (!ofRun) known.set(index, (ofRun = new Map<number, QuicProgress>()));
  let progress = ofRun.get(connection);
  if (!progress) ofRun.set(connection, (progress = new QuicProgress(trace, index, connection)));
  progress.update();
  return progress;
}

function sentByEnd(): SentByEnd {
  const headers = [sentItems(), sentItems(), sentItems()];
  return { rows: new GrowingList(), headers, acknowledgements: sentItems(), dataLimits: sentItems() };
}

function sentItems(): SentItems {
  return { items: new GrowingList(), rows: new GrowingList() };
}

function add(list: SentItems | undefined, item: number, row: number): void {
  list?.items.push(item);
  list?.rows.push(row);
}
