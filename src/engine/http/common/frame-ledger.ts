/** Frames taken are dropped from the queue's memory so many at a time. */
const droppedAtOnce = 256;

/** Frames on their way in one direction of a stream: they are there once the stream's bytes up to their end are. */
export class FrameQueue<Frame> {
  private readonly ends: number[] = [];
  private readonly frames: Frame[] = [];
  private taken = 0;

  /** `end`: stream offset behind the frame. */
  push(end: number, frame: Frame): void {
    this.ends.push(end);
    this.frames.push(frame);
  }

  /** The next frame, once `total` bytes of the stream have arrived; undefined where it is not whole. */
  take(total: number): Frame | undefined {
    const end = this.ends[this.taken];
    if (end === undefined || end > total) return undefined;
    const frame = this.frames[this.taken];
    this.taken += 1;
    if (this.taken === droppedAtOnce) {
      this.ends.splice(0, this.taken);
      this.frames.splice(0, this.taken);
      this.taken = 0;
    }
    return frame;
  }
}

/**
 * What the bytes of streams mean, for those who read them: the simulation writes true bytes, but does not parse them
 * again where they arrive. A test of each protocol decodes the bytes and finds the same frames.
 */
export class FrameLedger<Frame> {
  /** By connection, then by stream * 2 + the end that writes. */
  private readonly queues = new Map<number, Map<number, FrameQueue<Frame>>>();

  /** The frames that an end of a connection writes to a stream (0 where there is one). */
  queue(connection: number, end: 0 | 1, stream = 0): FrameQueue<Frame> {
    let streams = this.queues.get(connection);
    if (!streams) {
      streams = new Map();
      this.queues.set(connection, streams);
    }
    let queue = streams.get(stream * 2 + end);
    if (!queue) {
      queue = new FrameQueue();
      streams.set(stream * 2 + end, queue);
    }
    return queue;
  }

  /** A stream is done with. */
  forgetStream(connection: number, stream: number): void {
    const streams = this.queues.get(connection);
    streams?.delete(stream * 2);
    streams?.delete(stream * 2 + 1);
  }

  /** A connection is over; who still reads it holds its queues. */
  forget(connection: number): void {
    this.queues.delete(connection);
  }
}
