/** Writes TLS's presentation language (RFC 8446 section 3) into bytes that grow. */
export class Writer {
  private bytes = new Uint8Array(256);
  length = 0;

  u8(value: number): this {
    this.bytes[this.reserve(1)] = value;
    return this;
  }
  u16(value: number): this {
    return this.u8(value >>> 8).u8(value);
  }
  u24(value: number): this {
    return this.u8(value >>> 16).u16(value);
  }
  u32(value: number): this {
    return this.u16(value >>> 16).u16(value);
  }
  put(bytes: Uint8Array): this {
    const at = this.reserve(bytes.length);
    this.bytes.set(bytes, at);
    return this;
  }

  /** What `write` writes, behind its length in 1, 2 or 3 bytes. Throws a RangeError where that is too small. */
  vector(lengthBytes: 1 | 2 | 3, write: (writer: this) => unknown): this {
    const start = this.reserve(lengthBytes);
    write(this);
    const length = this.length - start - lengthBytes;
    if (length >= 2 ** (8 * lengthBytes))
      throw new RangeError(`${length} bytes have no length of ${lengthBytes} bytes`);
    for (let at = 0; at < lengthBytes; at += 1)
      this.bytes[start + at] = length >>> (8 * (lengthBytes - 1 - at));
    return this;
  }

  opaque(lengthBytes: 1 | 2 | 3, bytes: Uint8Array): this {
    return this.vector(lengthBytes, () => this.put(bytes));
  }

  /** What was written, in bytes of its own. */
  done(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private reserve(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length));
      grown.set(this.bytes.subarray(0, at));
      this.bytes = grown;
    }
    return at;
  }
}
