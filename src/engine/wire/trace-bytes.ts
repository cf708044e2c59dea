import type { Trace } from '../../shared/trace/trace';
import type { Cryptography } from './cryptography';
import { StreamContents, type StreamEnd } from './stream-contents';

/**
 * A trace with what it takes to make its bytes: whoever looks at packets or exports them makes one and keeps it, since
 * it remembers what it made. The trace may go on growing.
 */
export class TraceBytes {
  private readonly contents: StreamContents;

  constructor(
    readonly trace: Trace,
    readonly cryptography: Cryptography,
  ) {
    this.contents = new StreamContents(trace);
  }

  /** Copies a stretch of what an application wrote into a stream to `target[at]`; zeros where it wrote nothing. */
  copyContents(stream: StreamEnd, offset: number, length: number, target: Uint8Array, at = 0): void {
    this.contents.copy(stream, offset, length, target, at);
  }

  /** Copies a stretch of one direction of a TCP connection, as it is on the wire, to `target[at]`. */
  copyStream(
    connection: number,
    end: 0 | 1,
    offset: number,
    length: number,
    target: Uint8Array,
    at = 0,
  ): void {
    this.copyContents({ connection, end, stream: 0 }, offset, length, target, at);
  }

  /** Where the latest text that `accepts` begins, at or before `offset` in what an application wrote into a stream. */
  literalAtOrBefore(
    stream: StreamEnd,
    offset: number,
    accepts: (text: string) => boolean,
  ): number | undefined {
    return this.contents.literalAtOrBefore(stream, offset, accepts);
  }
}
