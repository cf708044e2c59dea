import { none } from '../../../shared/trace/record';
import { sendingEnd } from '../../../shared/trace/ends';
import { TcpFlag } from '../../../shared/trace/packet';
import type { Trace } from '../../../shared/trace/trace';

/** The texts that applications wrote, found by where in a stream they begin. Takes in a growing trace by itself. */
export class StreamTexts {
  /** Per connection * 2 + end: rows of `trace.contents` that are texts, in order of offset. */
  private readonly textsOf: number[][] = [];
  private taken = 0;

  constructor(private readonly trace: Trace) {}

  /** The first text that begins within a packet's payload: its request or response line, when it carries one. */
  beginningIn(packet: number): string | undefined {
    const length = this.trace.payloadBytes(packet);
    if (length === 0) return undefined;
    this.catchUp();
    const rows =
      this.textsOf[this.trace.connectionOfPacket(packet) * 2 + sendingEnd(this.trace, packet)] ?? [];
    // A SYN takes the sequence number before the stream's first byte (RFC 9293 section 3.4).
    const ahead = this.trace.flags(packet) & TcpFlag.syn ? 0 : 1;
    const from = this.trace.relativeSequence(packet) - ahead;
    const span = this.trace.contents[rows[this.firstFrom(rows, from)] ?? -1];
    return span && span.offset < from + length ? this.trace.literals[span.literal] : undefined;
  }

  private catchUp(): void {
    const { contents } = this.trace;
    for (; this.taken < contents.length; this.taken += 1) {
      const span = contents[this.taken];
      if (!span || span.literal === none) continue;
      const stream = span.connection * 2 + span.end;
      while (this.textsOf.length <= stream) this.textsOf.push([]);
      this.textsOf[stream]?.push(this.taken);
    }
  }

  private firstFrom(rows: readonly number[], offset: number): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.trace.contents[rows[middle] ?? 0]?.offset ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
