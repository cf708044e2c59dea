/** Room for frames at first, a power of two: most directions of a large lab never hold more, and small arrays cost little. */
const firstCapacity = 8;

/** Frames of one direction, oldest first, in typed arrays; besides, how many of them still wait for their first bit to leave. */
export class FrameRing {
  frames = 0;
  waitingFrames = 0;
  waitingBytes = 0;
  private mask = firstCapacity - 1;
  private head = 0;
  private packets = new Uint32Array(firstCapacity);
  private sends = new Uint32Array(firstCapacity);
  private lives = new Uint8Array(firstCapacity);
  private arrivals = new Float64Array(firstCapacity);
  /** Starts and lengths of what waits: a ring of its own, since lost frames wait their turn too. */
  private readonly waiting = new WaitingRing();

  add(packet: number, bytes: number, timeToLive: number, send: number, start: number, arrival: number): void {
    if (this.frames > this.mask) this.grow();
    const at = (this.head + this.frames) & this.mask;
    this.packets[at] = packet;
    this.sends[at] = send;
    this.lives[at] = timeToLive;
    this.arrivals[at] = arrival;
    this.frames += 1;
    this.holdQueuePlace(bytes, start);
  }

  holdQueuePlace(bytes: number, start: number): void {
    this.waiting.add(start, bytes);
    this.waitingFrames += 1;
    this.waitingBytes += bytes;
  }

  /** Frees the places of the frames whose first bit has left by a time. */
  startUntil(time: number): void {
    const { waiting } = this;
    while (this.waitingFrames > 0 && waiting.headStart() <= time) {
      this.waitingBytes -= waiting.headBytes();
      this.waitingFrames -= 1;
      waiting.drop();
    }
  }

  headPacket(): number {
    return this.packets[this.head] as number;
  }
  headSend(): number {
    return this.sends[this.head] as number;
  }
  headTimeToLive(): number {
    return this.lives[this.head] as number;
  }
  headArrival(): number {
    return this.arrivals[this.head] as number;
  }
  drop(): void {
    this.head = (this.head + 1) & this.mask;
    this.frames -= 1;
  }

  /** The link is cut: nothing waits, and nothing is under way, any more. */
  clear(): void {
    this.frames = 0;
    this.waitingFrames = 0;
    this.waitingBytes = 0;
    this.waiting.clear();
  }

  private grow(): void {
    const capacity = (this.mask + 1) * 2;
    this.packets = unroll(this.packets, new Uint32Array(capacity), this.head);
    this.sends = unroll(this.sends, new Uint32Array(capacity), this.head);
    this.lives = unroll(this.lives, new Uint8Array(capacity), this.head);
    this.arrivals = unroll(this.arrivals, new Float64Array(capacity), this.head);
    this.head = 0;
    this.mask = capacity - 1;
  }
}

class WaitingRing {
  private mask = firstCapacity - 1;
  private head = 0;
  private count = 0;
  private starts = new Float64Array(firstCapacity);
  private lengths = new Uint32Array(firstCapacity);

  add(start: number, bytes: number): void {
    if (this.count > this.mask) {
      const capacity = (this.mask + 1) * 2;
      this.starts = unroll(this.starts, new Float64Array(capacity), this.head);
      this.lengths = unroll(this.lengths, new Uint32Array(capacity), this.head);
      this.head = 0;
      this.mask = capacity - 1;
    }
    const at = (this.head + this.count) & this.mask;
    this.starts[at] = start;
    this.lengths[at] = bytes;
    this.count += 1;
  }
  headStart(): number {
    return this.starts[this.head] as number;
  }
  headBytes(): number {
    return this.lengths[this.head] as number;
  }
  drop(): void {
    this.head = (this.head + 1) & this.mask;
    this.count -= 1;
  }
  clear(): void {
    this.count = 0;
  }
}

interface NumberArray {
  readonly length: number;
  subarray(from: number, to?: number): NumberArray;
  set(source: ArrayLike<number>, at?: number): void;
}

/** Copies a full ring into a larger array, oldest first. */
function unroll<T extends NumberArray>(ring: T, target: T, head: number): T {
  target.set(ring.subarray(head) as unknown as ArrayLike<number>);
  target.set(ring.subarray(0, head) as unknown as ArrayLike<number>, ring.length - head);
  return target;
}
