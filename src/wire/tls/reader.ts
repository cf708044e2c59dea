import { type Decoded, refuse, type WireError } from '../encoding/decoded';
import { read16, read32 } from '../encoding/octets';

/** Thrown and caught within a decoder: see `decodeBy`. */
class Refusal extends Error {
  constructor(readonly error: WireError) {
    super(error.what);
  }
}

/** Runs a decoder over bytes; its refusal becomes the result. */
export function decodeBy<Value>(bytes: Uint8Array, read: (reader: Reader) => Value): Decoded<Value> {
  try {
    return { ok: true, value: read(new Reader(bytes, 0, bytes.length)) };
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.error.at, error.error.what, error.error.allowed);
    throw error;
  }
}

/** Reads TLS's presentation language (RFC 8446 section 3) from a stretch of bytes; positions count from their start. */
export class Reader {
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly end: number,
  ) {}

  get position(): number {
    return this.at;
  }
  get left(): number {
    return this.end - this.at;
  }

  /** Gives up at the present position, or at another. */
  refuse(what: string, allowed: string, at = this.at): never {
    throw new Refusal({ at, what, allowed });
  }

  u8(): number {
    return this.bytes[this.need(1)]!;
  }
  u16(): number {
    return read16(this.bytes, this.need(2));
  }
  u24(): number {
    const at = this.need(3);
    return this.bytes[at]! * 0x10000 + read16(this.bytes, at + 1);
  }
  u32(): number {
    return read32(this.bytes, this.need(4));
  }
  /** A copy of `count` bytes; of all that are left, where no number is given. */
  take(count = this.left): Uint8Array {
    const at = this.need(count);
    return this.bytes.slice(at, at + count);
  }

  /** What follows a length of 1, 2 or 3 bytes, to be read to its end by `read`. */
  vector<Value>(lengthBytes: 1 | 2 | 3, read: (inner: Reader) => Value, least = 0): Value {
    const start = this.at;
    const length = lengthBytes === 1 ? this.u8() : lengthBytes === 2 ? this.u16() : this.u24();
    if (length < least) this.refuse(`${length} bytes`, `at least ${least} bytes`, start);
    const inner = new Reader(this.bytes, this.need(length), this.at);
    const value = read(inner);
    inner.finish();
    return value;
  }

  /** The bytes that follow a length of 1, 2 or 3 bytes. */
  opaque(lengthBytes: 1 | 2 | 3, least = 0): Uint8Array {
    return this.vector(lengthBytes, (inner) => inner.take(), least);
  }

  /** Items until the end. */
  list<Item>(read: (reader: this) => Item): Item[] {
    const items: Item[] = [];
    while (this.left > 0) items.push(read(this));
    return items;
  }

  /** Nothing may be left. */
  finish(): void {
    if (this.left > 0) this.refuse(`${this.left} bytes more`, 'nothing');
  }

  /** Where the next `count` bytes are, which are then behind. */
  private need(count: number): number {
    const { at } = this;
    if (count > this.end - at) this.refuse(`${this.end - at} bytes`, `at least ${count} bytes`);
    this.at += count;
    return at;
  }
}
