import { none } from '../../../shared/trace/record';
import type { ByteStream } from '../../transport/byte-stream';
import { latin1Text } from '../../../wire/encoding/octets';
import type { FrameQueue } from './frame-ledger';

/** Writes frames to a stream as their bytes, and notes for the reader what the bytes mean. */
export class CarriedWriter<Frame> {
  /** Bytes written so far. */
  written = 0;

  constructor(
    readonly stream: ByteStream,
    private readonly queue: FrameQueue<Frame>,
  ) {}

  /**
   * Writes bytes, then `filler` bytes of a body; the frames in them are there once all of it is. `request`: whose they are.
   * The stream may ask for more, and be written to, before this returns.
   */
  write(frames: readonly Frame[], bytes: Uint8Array, filler = 0, request = none): void {
    this.written += bytes.length + filler;
    for (const frame of frames) this.queue.push(this.written, frame);
    this.stream.write(latin1Text(bytes), filler, request);
  }
}
