import { RangeSet } from '../ranges/range-set';

/** RFC 9000 section 13.2.3: how much history an ACK frame may tell. */
const mostRanges = 32;

/** The packets of one number space that have arrived, and what acknowledgement is owed for them (RFC 9000 section 13.2). */
export class ReceivedPackets {
  /** Packet numbers as [first, last + 1). */
  readonly numbers = new RangeSet();
  largest = -1;
  /** When the largest arrived, for ACK Delay. */
  largestAt = 0;
  /** Ack-eliciting packets that no ACK frame of ours has told of. */
  unacknowledged = 0;
  /** An ACK has to go now. */
  isDue = false;
  /** When one has to go at the latest. */
  dueAt = Infinity;

  has(number: number): boolean {
    return this.numbers.contains(number) || number < this.forgottenBelow;
  }
  private forgottenBelow = 0;

  /** Takes a packet in. `delay`: the longest that its acknowledgement may wait; `every`: how many may share one. */
  take(number: number, now: number, isAckEliciting: boolean, delay: number, every: number): void {
    const isNext = number === this.largest + 1;
    this.numbers.add(number, number + 1);
    if (this.numbers.count > mostRanges) this.forgetBelow(this.numbers.start(1));
    if (number > this.largest) {
      this.largest = number;
      this.largestAt = now;
    }
    if (!isAckEliciting) return;
    this.unacknowledged += 1;
    // RFC 9000 section 13.2.1: what comes out of order, or fills a gap, is acknowledged at once.
    if (!isNext || delay === 0 || this.unacknowledged >= every) this.isDue = true;
    else if (this.dueAt === Infinity) this.dueAt = now + delay;
  }

  /** An ACK frame was sent. */
  acknowledged(): void {
    this.unacknowledged = 0;
    this.isDue = false;
    this.dueAt = Infinity;
  }

  /** RFC 9000 section 13.2.4: the peer knows that everything below has arrived. */
  forgetBelow(limit: number): void {
    this.forgottenBelow = Math.max(this.forgottenBelow, limit);
    this.numbers.removeBelow(limit);
  }
}
