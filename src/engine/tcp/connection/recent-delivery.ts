/**
 * What RACK (RFC 8985 section 5.3) remembers of a connection's deliveries: the segment sent last among those that are
 * known to have arrived, and whether the path was seen to reorder. Times are virtual nanoseconds, numbers relative.
 */
export class RecentDelivery {
  /** When the segment sent last of all that arrived was sent, and where it ends. */
  sentAt = -1;
  end = 0;
  /** Its round trip. */
  roundTrip = 0;
  /** Where the highest segment that arrived ends (RACK.fack). */
  highestEnd = 0;
  reorderingSeen = false;
  /** How many quarters of the least round trip a segment may be late. */
  steps = 1;
  /** Recoveries until `steps` falls back to 1. */
  recoveriesLeft = 16;
  /** While less than this is acknowledged, further DSACKs count for the same round. */
  duplicateRoundEnd = -1;

  clear(): void {
    this.sentAt = -1;
    this.end = 0;
    this.roundTrip = 0;
    this.highestEnd = 0;
    this.reorderingSeen = false;
    this.steps = 1;
    this.recoveriesLeft = 16;
    this.duplicateRoundEnd = -1;
  }

  /** RFC 8985 section 6.2, RACK_sent_after: whether what arrived was sent after a segment. */
  isAfter(sentAt: number, end: number): boolean {
    return this.sentAt > sentAt || (this.sentAt === sentAt && this.end > end);
  }

  /** RFC 8985 section 6.2, step 2: takes in that a segment has arrived. */
  advance(sentAt: number, end: number, now: number): void {
    this.roundTrip = now - sentAt;
    if (sentAt > this.sentAt || (sentAt === this.sentAt && end > this.end)) {
      this.sentAt = sentAt;
      this.end = end;
    }
  }

  /** RFC 8985 section 6.2, step 4: a DSACK says that the window was too narrow; once a round it is widened. */
  noteDuplicate(acknowledged: number, sendNext: number): void {
    if (acknowledged < this.duplicateRoundEnd) return;
    this.duplicateRoundEnd = sendNext;
    this.steps += 1;
    this.recoveriesLeft = 16;
  }

  noteRecovery(): void {
    this.recoveriesLeft -= 1;
    if (this.recoveriesLeft <= 0) this.steps = 1;
  }
}
