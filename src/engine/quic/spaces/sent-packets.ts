/** Flags of a sent packet. */
export const SentPacketFlag = {
  ackEliciting: 1,
  /** Acknowledged, declared lost, or never to be either. */
  settled: 2,
  acknowledged: 4,
  zeroRtt: 8,
  /** Sent on another path than the present one: of no account for congestion and round trips. */
  otherPath: 16,
} as const;

/**
 * The packets of one number space that were sent, from the oldest that is neither acknowledged nor lost, and the frames
 * of them that must arrive. Packet numbers are used one after the other, so that a number is a place in a ring. Frames
 * are kept in a second ring, by a running index.
 */
export class SentPackets {
  /** The next packet number. */
  next = 0;
  /** The oldest number still held. */
  first = 0;
  largestAcknowledged = -1;
  ackElicitingInFlight = 0;
  lastAckElicitingAt = -Infinity;
  private mask = 15;
  private times = new Float64Array(16);
  private lengths = new Uint16Array(16);
  private flagBits = new Uint8Array(16);
  private rows = new Uint32Array(16);
  private frameStarts = new Float64Array(16);
  private frameMask = 31;
  private frameHead = 0;
  private frameEnd = 0;
  private types = new Uint8Array(32);
  private streams = new Uint32Array(32);
  private offsets = new Float64Array(32);
  private frameLengths = new Uint32Array(32);
  private frameFlags = new Uint8Array(32);

  /** Adds a frame of the packet that `add` will add next. */
  addFrame(type: number, stream: number, offset: number, length: number, flags: number): void {
    if (this.frameEnd - this.frameHead > this.frameMask) this.growFrames();
    const at = this.frameEnd & this.frameMask;
    this.types[at] = type;
    this.streams[at] = stream;
    this.offsets[at] = offset;
    this.frameLengths[at] = length;
    this.frameFlags[at] = flags;
    this.frameEnd += 1;
  }

  /** Adds the next packet with the frames added since the last. `bytes`: what it counts in flight, 0 for one that does not count. */
  add(now: number, bytes: number, flags: number, row: number, frames: number): void {
    if (this.next - this.first > this.mask) this.grow();
    const at = this.next & this.mask;
    this.times[at] = now;
    this.lengths[at] = bytes;
    this.flagBits[at] = flags;
    this.rows[at] = row;
    this.frameStarts[at] = this.frameEnd - frames;
    this.next += 1;
    if (flags & SentPacketFlag.ackEliciting) {
      this.ackElicitingInFlight += 1;
      this.lastAckElicitingAt = now;
    } else {
      // Acknowledgements are not acknowledged (RFC 9000 section 13.2.1): nothing to wait for.
      this.settle(this.next - 1, 0);
      this.trim();
    }
  }

  sentAt(number: number): number {
    return this.times[number & this.mask] as number;
  }
  bytes(number: number): number {
    return this.lengths[number & this.mask] as number;
  }
  row(number: number): number {
    return this.rows[number & this.mask] as number;
  }
  has(number: number, flag: number): boolean {
    return ((this.flagBits[number & this.mask] as number) & flag) !== 0;
  }
  mark(number: number, flag: number): void {
    const at = number & this.mask;
    this.flagBits[at] = (this.flagBits[at] as number) | flag;
  }

  /** Frames of a packet, as indexes from `firstFrame` to before `frameLimit`. */
  firstFrame(number: number): number {
    return this.frameStarts[number & this.mask] as number;
  }
  frameLimit(number: number): number {
    return number + 1 < this.next ? this.firstFrame(number + 1) : this.frameEnd;
  }
  frameType(frame: number): number {
    return this.types[frame & this.frameMask] as number;
  }
  frameStream(frame: number): number {
    return this.streams[frame & this.frameMask] as number;
  }
  frameOffset(frame: number): number {
    return this.offsets[frame & this.frameMask] as number;
  }
  frameLength(frame: number): number {
    return this.frameLengths[frame & this.frameMask] as number;
  }
  frameFlag(frame: number): number {
    return this.frameFlags[frame & this.frameMask] as number;
  }

  /** A packet's fate is known. Its frames must have been looked at: they are forgotten once all older ones are. */
  settle(number: number, flag: number): void {
    const bits = this.flagBits[number & this.mask] as number;
    if (bits & SentPacketFlag.settled) return;
    if (bits & SentPacketFlag.ackEliciting) this.ackElicitingInFlight -= 1;
    this.mark(number, SentPacketFlag.settled | flag);
  }

  /** Forgets the oldest packets whose fate is known, except what `largestAcknowledged` still needs to be told apart. */
  trim(): void {
    while (this.first < this.next && this.has(this.first, SentPacketFlag.settled)) this.first += 1;
    this.frameHead = this.first < this.next ? this.firstFrame(this.first) : this.frameEnd;
  }

  private grow(): void {
    const capacity = (this.mask + 1) * 2;
    const mask = capacity - 1;
    const move = <T extends Float64Array | Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T => {
      for (let number = this.first; number < this.next; number++)
        to[number & mask] = from[number & this.mask] as number;
      return to;
    };
    this.times = move(this.times, new Float64Array(capacity));
    this.lengths = move(this.lengths, new Uint16Array(capacity));
    this.flagBits = move(this.flagBits, new Uint8Array(capacity));
    this.rows = move(this.rows, new Uint32Array(capacity));
    this.frameStarts = move(this.frameStarts, new Float64Array(capacity));
    this.mask = mask;
  }

  private growFrames(): void {
    const capacity = (this.frameMask + 1) * 2;
    const mask = capacity - 1;
    const move = <T extends Float64Array | Uint8Array | Uint32Array>(from: T, to: T): T => {
      for (let frame = this.frameHead; frame < this.frameEnd; frame++)
        to[frame & mask] = from[frame & this.frameMask] as number;
      return to;
    };
    this.types = move(this.types, new Uint8Array(capacity));
    this.streams = move(this.streams, new Uint32Array(capacity));
    this.offsets = move(this.offsets, new Float64Array(capacity));
    this.frameLengths = move(this.frameLengths, new Uint32Array(capacity));
    this.frameFlags = move(this.frameFlags, new Uint8Array(capacity));
    this.frameMask = mask;
  }
}
