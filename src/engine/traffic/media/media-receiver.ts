import { MediaFate, none } from '../../../shared/trace/record';
import type { TraceWriter } from '../../trace/trace-writer';
import type { ByteStream, StreamListener } from '../../transport/byte-stream';
import type { DatagramListener, DatagramSocket } from '../../transport/datagram';

export interface MediaReceiverEnvironment {
  readonly device: number;
  readonly writer: TraceWriter;
  /** Carries on after a time, nanoseconds. */
  later(delay: number, action: () => void): void;
}

/** A stream of frames of one size, at one interval. Times in nanoseconds. */
export interface MediaPlan {
  readonly workload: number;
  readonly frames: number;
  readonly interval: number;
  /** From a frame's arrival, had it come as the first did, until it is shown. */
  readonly playout: number;
  /** Bytes that a frame takes in what carries it. */
  readonly carriedBytes: number;
}

/** What plays frames at their times: what comes over UDP and is late is skipped; what comes over TCP is waited for. */
abstract class MediaPlayer {
  /** The record by which each frame was received; NONE: not yet. */
  protected readonly received: number[] = [];
  protected next = 0;

  constructor(
    protected readonly environment: MediaReceiverEnvironment,
    protected readonly plan: MediaPlan,
  ) {}

  /** A frame is there, whole. */
  protected take(frame: number, connection: number): void {
    const { writer, device } = this.environment;
    if (frame >= this.plan.frames || this.received[frame] !== undefined) return;
    const { workload } = this.plan;
    const isFirst = this.received.length === 0;
    this.received[frame] = writer.mediaReceived(device, connection, frame, workload);
    // The player's clock begins with the first frame that comes, as if those before had come in time.
    if (isFirst) this.scheduleFirst(frame, connection);
  }

  protected abstract due(connection: number): void;

  protected play(fate: number, connection: number): void {
    const { writer, device } = this.environment;
    const frame = this.next;
    this.next += 1;
    const cause = this.received[frame] ?? none;
    const { workload } = this.plan;
    writer.mediaPlayed(device, connection, frame, workload, fate, cause);
  }

  protected scheduleNext(connection: number): void {
    if (this.next >= this.plan.frames) return;
    this.environment.later(this.plan.interval, () => this.due(connection));
  }

  private scheduleFirst(frame: number, connection: number): void {
    const { playout, interval } = this.plan;
    const delay = playout - frame * interval;
    this.environment.later(Math.max(0, delay), () => this.due(connection));
  }
}

/** Shows what has come when its moment comes, and skips the rest for good. */
export class DatagramPlayer extends MediaPlayer implements DatagramListener {
  onDatagram(socket: DatagramSocket, offset: number): void {
    this.take(Math.floor(offset / this.plan.carriedBytes), socket.connection);
  }

  protected due(connection: number): void {
    const isThere = this.received[this.next] !== undefined;
    this.play(isThere ? MediaFate.shown : MediaFate.skipped, connection);
    this.scheduleNext(connection);
  }
}

/** Shows every frame; one that is not there yet freezes the picture, and delays all that follow. */
export class StreamPlayer extends MediaPlayer implements StreamListener {
  private frames = 0;
  private isFrozen = false;

  onOpen(): void {
    // The sender begins.
  }

  onData(stream: ByteStream, _bytes: number, total: number): void {
    const whole = Math.floor(total / this.plan.carriedBytes);
    for (; this.frames < whole; this.frames += 1) this.take(this.frames, stream.connection);
    if (!this.isFrozen || this.received[this.next] === undefined) return;
    this.isFrozen = false;
    this.play(MediaFate.frozen, stream.connection);
    this.scheduleNext(stream.connection);
  }

  onEnd(stream: ByteStream): void {
    stream.close();
  }

  onError(): void {
    // The picture stays frozen.
  }

  onClosed(): void {
    // What has come is still played.
  }

  protected due(connection: number): void {
    if (this.received[this.next] === undefined) {
      this.isFrozen = true;
      return;
    }
    this.play(MediaFate.shown, connection);
    this.scheduleNext(connection);
  }
}
