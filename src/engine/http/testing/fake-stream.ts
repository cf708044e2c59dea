import { fillerByte } from '../../../shared/trace/contents';
import type { ByteStream, StreamListener } from '../../transport/byte-stream';
import type { MultiplexedStream } from '../../transport/multiplexed';

/** One end of a stream in memory: what it writes stays unsent until the test delivers it. Keeps every byte. */
export class FakeStream implements ByteStream, MultiplexedStream {
  readonly bytes: number[] = [];
  peer!: FakeStream;
  /** Bytes delivered to the peer. */
  sent = 0;
  isClosing = false;
  /** The peer was told of the end. */
  hasEnded = false;
  isAborted = false;
  private roomBelow = 0;

  constructor(
    readonly connection: number,
    readonly end: 0 | 1,
    readonly stream: number,
    public listener: StreamListener,
    readonly applicationProtocol = '',
  ) {}

  get unsent(): number {
    return this.bytes.length - this.sent;
  }

  write(text: string, filler = 0): void {
    if (this.isClosing) throw new Error('written after the end');
    for (let at = 0; at < text.length; at += 1) this.bytes.push(text.charCodeAt(at));
    for (let left = filler; left > 0; left -= 1) this.bytes.push(fillerByte(this.bytes.length));
  }

  awaitRoom(unsent: number): void {
    this.roomBelow = unsent;
  }

  close(): void {
    this.isClosing = true;
  }

  abort(): void {
    this.isAborted = true;
    this.listener.onClosed(this);
    this.peer.listener.onError(this.peer, 3);
    this.peer.listener.onClosed(this.peer);
  }

  reset(): void {
    this.isClosing = true;
    this.peer.listener.onError(this.peer, 3);
  }

  prioritise(): void {
    // One stream after the other is enough here.
  }
  stopSending(): void {
    this.peer.listener.onError(this.peer, 3);
  }

  pauseReading(): void {
    throw new Error('nobody pauses');
  }

  resumeReading(): void {
    throw new Error('nobody pauses');
  }

  /** Whether there is something that the peer has not got. */
  get hasNews(): boolean {
    return this.unsent > 0 || (this.isClosing && !this.hasEnded);
  }

  /** Sends up to `limit` bytes: the peer has them at once. */
  deliver(limit = Infinity): void {
    const bytes = Math.min(limit, this.unsent);
    this.sent += bytes;
    if (bytes > 0) this.peer.listener.onData(this.peer, bytes, this.sent);
    if (this.unsent < this.roomBelow) {
      this.roomBelow = 0;
      this.listener.onRoom?.(this);
    }
    if (this.isClosing && this.unsent === 0 && !this.hasEnded) {
      this.hasEnded = true;
      this.peer.listener.onEnd(this.peer);
    }
  }
}

/** Joins the two ends of a stream. */
export function join(left: FakeStream, right: FakeStream): void {
  left.peer = right;
  right.peer = left;
}
