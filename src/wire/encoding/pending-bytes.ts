/**
 * Bytes of a stream that have come, cut anywhere, and are not read yet. Taking in n bytes one by one costs n, however much
 * is pending: what is there is copied only when the room for it doubles.
 */
export class PendingBytes {
  private buffer = new Uint8Array(64);
  private start = 0;
  private end = 0;

  get length(): number {
    return this.end - this.start;
  }

  /** All that is pending. Stays as it is, whatever comes later. */
  get bytes(): Uint8Array {
    return this.buffer.subarray(this.start, this.end);
  }

  push(bytes: Uint8Array): void {
    if (this.end + bytes.length > this.buffer.length) this.grow(bytes.length);
    this.buffer.set(bytes, this.end);
    this.end += bytes.length;
  }

  /** The first `count` bytes are read. */
  drop(count: number): void {
    this.start += count;
  }

  /** What was handed out lies in the old buffer, which is left alone. */
  private grow(more: number): void {
    const { bytes } = this;
    this.buffer = new Uint8Array(Math.max(64, 2 * (bytes.length + more)));
    this.buffer.set(bytes);
    this.start = 0;
    this.end = bytes.length;
  }
}
