import { RecentDelivery } from './recent-delivery';

/** Flags of a sent segment. */
export const SentFlag = { sacked: 1, lost: 2, retransmitted: 4, everRetransmitted: 8 } as const;

/**
 * The segments that were sent and not yet cumulatively acknowledged, oldest first: the scoreboard of RFC 6675.
 * Sequence numbers are relative and never wrap; times are virtual nanoseconds. Counters are kept so that what is in
 * flight needs no walk.
 */
export class SentSegments {
  count = 0;
  sackedBytes = 0;
  sackedSegments = 0;
  lostBytes = 0;
  /** Bytes retransmitted and not yet acknowledged or again taken for lost. */
  retransmittedBytes = 0;
  readonly delivery = new RecentDelivery();
  /** The ACK at hand: when it came, and what no round trip was ever shorter than. */
  private now = 0;
  private leastRoundTrip = 0;
  private highestEndBefore = 0;
  /** When the first segment was sent that the ACK at hand reports selectively, and that was sent once; -1: none. */
  firstSackedSentAt = -1;
  /** Retransmissions in the order in which they left: where each segment ends, and when it was sent. */
  private resentEnds: number[] = [];
  private resentTimes: number[] = [];
  private resentHead = 0;
  /** Left and right edges of the blocks that were looked at last. */
  private readonly seenBlocks = new Float64Array(8).fill(-1);
  private nextSeenBlock = 0;
  private mask = 15;
  private head = 0;
  private starts = new Float64Array(16);
  private ends = new Float64Array(16);
  private times = new Float64Array(16);
  private records = new Uint32Array(16);
  private flagBits = new Uint8Array(16);

  clear(): void {
    this.count = 0;
    this.head = 0;
    this.sackedBytes = 0;
    this.sackedSegments = 0;
    this.lostBytes = 0;
    this.retransmittedBytes = 0;
    this.seenBlocks.fill(-1);
    this.delivery.clear();
    this.forgetResent();
  }

  /** An ACK is about to be taken in. `leastRoundTrip`: the shortest measured so far. */
  beginAcknowledgement(now: number, leastRoundTrip: number): void {
    this.now = now;
    this.leastRoundTrip = leastRoundTrip;
    this.highestEndBefore = this.delivery.highestEnd;
    this.firstSackedSentAt = -1;
  }

  add(start: number, end: number, now: number, record: number): void {
    if (this.count > this.mask) this.grow();
    const at = (this.head + this.count) & this.mask;
    this.starts[at] = start;
    this.ends[at] = end;
    this.times[at] = now;
    this.records[at] = record;
    this.flagBits[at] = 0;
    this.count += 1;
  }

  /** The first segment that begins at or after a sequence number; `count` when there is none. */
  firstFrom(sequence: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.start(middle) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  start(index: number): number {
    return this.starts[(this.head + index) & this.mask] as number;
  }
  end(index: number): number {
    return this.ends[(this.head + index) & this.mask] as number;
  }
  sentAt(index: number): number {
    return this.times[(this.head + index) & this.mask] as number;
  }
  record(index: number): number {
    return this.records[(this.head + index) & this.mask] as number;
  }
  has(index: number, flag: number): boolean {
    return ((this.flagBits[(this.head + index) & this.mask] as number) & flag) !== 0;
  }

  /** Marks what a SACK block reports; a block that only grew costs its growth. */
  markSackedBlock(left: number, right: number): void {
    const { seenBlocks } = this;
    let place = 0;
    while (place < seenBlocks.length && seenBlocks[place] !== left) place += 2;
    const from = place < seenBlocks.length ? (seenBlocks[place + 1] as number) : left;
    if (place === seenBlocks.length) {
      place = this.nextSeenBlock;
      this.nextSeenBlock = (place + 2) % seenBlocks.length;
    }
    seenBlocks[place] = left;
    seenBlocks[place + 1] = Math.max(right, from);
    for (let index = this.firstFrom(from); index < this.count && this.end(index) <= right; index++)
      this.markSacked(index);
  }

  private markSacked(index: number): void {
    if (this.has(index, SentFlag.sacked)) return;
    this.noteDelivered(index);
    if (this.firstSackedSentAt < 0 && !this.has(index, SentFlag.everRetransmitted))
      this.firstSackedSentAt = this.sentAt(index);
    this.sackedSegments += 1;
    const length = this.end(index) - this.start(index);
    if (this.has(index, SentFlag.lost)) this.lostBytes -= length;
    if (this.has(index, SentFlag.retransmitted)) this.retransmittedBytes -= length;
    this.setFlags(index, SentFlag.sacked, SentFlag.lost | SentFlag.retransmitted);
    this.sackedBytes += length;
  }

  private noteDelivered(index: number): void {
    const at = (this.head + index) & this.mask;
    const end = this.ends[at] as number;
    const sentAt = this.times[at] as number;
    const resent = ((this.flagBits[at] as number) & SentFlag.everRetransmitted) !== 0;
    const { delivery } = this;
    if (end > delivery.highestEnd) delivery.highestEnd = end;
    // RFC 8985 section 6.2, step 3: something never sent twice arrives after what was sent behind it.
    if (!resent && end < this.highestEndBefore) delivery.reorderingSeen = true;
    // RFC 8985 section 6.2, step 2: one that seems to have come back faster than any segment ever did was not what arrived.
    if (!resent || this.now - sentAt >= this.leastRoundTrip) delivery.advance(sentAt, end, this.now);
  }

  /** The index of the oldest retransmission not known to have arrived or been lost again; -1: none. */
  oldestResent(): number {
    while (this.resentHead < this.resentEnds.length) {
      const index = this.indexEnding(this.resentEnds[this.resentHead] as number);
      if (
        index >= 0 &&
        this.has(index, SentFlag.retransmitted) &&
        this.sentAt(index) === this.resentTimes[this.resentHead]
      )
        return index;
      this.resentHead += 1;
    }
    this.forgetResent();
    return -1;
  }

  private indexEnding(end: number): number {
    const index = this.firstFrom(end) - 1;
    return index >= 0 && this.end(index) === end ? index : -1;
  }

  private trimResent(): void {
    this.resentEnds.splice(0, this.resentHead);
    this.resentTimes.splice(0, this.resentHead);
    this.resentHead = 0;
  }

  private forgetResent(): void {
    if (this.resentEnds.length === 0) return;
    this.resentEnds = [];
    this.resentTimes = [];
    this.resentHead = 0;
  }

  /** RFC 2018 section 8: after a timeout the peer may have dropped what it reported. */
  forgetSacked(): void {
    for (let index = 0; index < this.count; index++) this.setFlags(index, 0, SentFlag.sacked);
    this.sackedBytes = 0;
    this.sackedSegments = 0;
    this.seenBlocks.fill(-1);
  }

  /** Takes a segment for lost; one that was retransmitted is lost once more. */
  markLost(index: number): void {
    if (this.has(index, SentFlag.sacked)) return;
    const length = this.end(index) - this.start(index);
    if (this.has(index, SentFlag.retransmitted)) this.retransmittedBytes -= length;
    if (!this.has(index, SentFlag.lost)) this.lostBytes += length;
    this.setFlags(index, SentFlag.lost, SentFlag.retransmitted);
  }

  markRetransmitted(index: number, now: number, record: number): void {
    const at = (this.head + index) & this.mask;
    if (!this.has(index, SentFlag.retransmitted))
      this.retransmittedBytes += this.end(index) - this.start(index);
    this.setFlags(index, SentFlag.retransmitted | SentFlag.everRetransmitted, 0);
    if (this.resentHead > 1000 && this.resentHead * 2 > this.resentEnds.length) this.trimResent();
    this.resentEnds.push(this.ends[at] as number);
    this.resentTimes.push(now);
    this.times[at] = now;
    this.records[at] = record;
  }

  /** Nothing is lost after all (RFC 4015): forget the marks, keep what was acknowledged selectively. */
  forgetLosses(): void {
    for (let index = 0; index < this.count; index++)
      this.setFlags(index, 0, SentFlag.lost | SentFlag.retransmitted);
    this.lostBytes = 0;
    this.retransmittedBytes = 0;
  }

  /** Removes the oldest segment, or only its bytes before `upTo` where that lies within it. */
  acknowledgeHead(upTo: number): void {
    const start = this.start(0);
    const end = this.end(0);
    const covered = Math.min(upTo, end) - start;
    const sacked = this.has(0, SentFlag.sacked);
    if (sacked) this.sackedBytes -= covered;
    if (this.has(0, SentFlag.lost)) this.lostBytes -= covered;
    if (this.has(0, SentFlag.retransmitted)) this.retransmittedBytes -= covered;
    if (upTo < end) {
      this.starts[this.head] = upTo;
      return;
    }
    if (sacked) this.sackedSegments -= 1;
    else this.noteDelivered(0);
    this.head = (this.head + 1) & this.mask;
    this.count -= 1;
  }

  private setFlags(index: number, on: number, off: number): void {
    const at = (this.head + index) & this.mask;
    this.flagBits[at] = ((this.flagBits[at] as number) & ~off) | on;
  }

  private grow(): void {
    const size = this.mask + 1;
    this.starts = this.unroll(this.starts, new Float64Array(size * 2));
    this.ends = this.unroll(this.ends, new Float64Array(size * 2));
    this.times = this.unroll(this.times, new Float64Array(size * 2));
    this.records = this.unroll(this.records, new Uint32Array(size * 2));
    this.flagBits = this.unroll(this.flagBits, new Uint8Array(size * 2));
    this.head = 0;
    this.mask = size * 2 - 1;
  }

  private unroll<T extends Float64Array | Uint32Array | Uint8Array>(ring: T, target: T): T {
    target.set(ring.subarray(this.head));
    target.set(ring.subarray(0, this.head), ring.length - this.head);
    return target;
  }
}
