import { RangeSet } from './range-set';

/**
 * Which bytes of a stream, or of a CRYPTO stream, were written, sent, lost and acknowledged. Offsets count from 0; no
 * bytes are kept, since the trace tells what they are.
 */
export class SendBuffer {
  written = 0;
  /** Everything below was sent at least once. */
  sent = 0;
  /** Everything below is acknowledged. */
  acknowledgedBelow = 0;
  /** Taken for lost and not yet sent again. */
  readonly lost = new RangeSet();
  /** Acknowledged above `acknowledgedBelow`. */
  private readonly acknowledged = new RangeSet();

  get unsent(): number {
    return this.written - this.sent;
  }
  get isAllAcknowledged(): boolean {
    return this.acknowledgedBelow === this.written;
  }

  acknowledge(start: number, end: number): void {
    if (!this.lost.isEmpty) this.lost.remove(start, end);
    if (start > this.acknowledgedBelow) {
      this.acknowledged.add(start, end);
      return;
    }
    this.acknowledgedBelow = Math.max(this.acknowledgedBelow, end);
    if (!this.acknowledged.isEmpty)
      this.acknowledgedBelow = this.acknowledged.takeFrom(this.acknowledgedBelow);
  }

  /** Has a stretch sent again, except for what another packet brought over. */
  lose(start: number, end: number): void {
    const from = Math.max(start, this.acknowledgedBelow);
    if (from >= end) return;
    this.lost.add(from, end);
    const { acknowledged } = this;
    for (let index = 0; index < acknowledged.count; index++)
      this.lost.remove(acknowledged.start(index), acknowledged.end(index));
  }

  /** Everything sent is given up: the stream was reset. */
  giveUp(): void {
    this.written = this.sent;
    this.lost.clear();
  }
}
