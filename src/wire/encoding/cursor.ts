import { type Decoded, refuse, type WireError } from './decoded';
import { read16, read32 } from './octets';
import { decodeLargeVarint, decodeVarint } from './varint';

const nothing = new Uint8Array(0);

/**
 * Reads fields one behind the other. What cannot be read is noted once, as `error`, and reads as zero from there on: so a
 * decoder takes all its fields and asks at the end, with `finish`, whether they were all there.
 */
export class Cursor {
  error: WireError | undefined;

  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
    readonly end = bytes.length,
  ) {}

  get left(): number {
    return this.end - this.at;
  }

  /** Notes why this is not what the decoder reads; only the first reason is kept. */
  fail(at: number, what: string, allowed: string): void {
    this.error ??= { at, what, allowed };
  }

  byte(name: string): number {
    return this.has(1, name) ? this.bytes[this.at++]! : 0;
  }

  word(name: string): number {
    if (!this.has(4, name)) return 0;
    this.at += 4;
    return read32(this.bytes, this.at - 4);
  }

  /** A number of 1 to 4 bytes. */
  number(length: number, name: string): number {
    if (!this.has(length, name)) return 0;
    let value = 0;
    for (let index = 0; index < length; index += 1) value = value * 256 + this.bytes[this.at + index]!;
    this.at += length;
    return value;
  }

  half(name: string): number {
    if (!this.has(2, name)) return 0;
    this.at += 2;
    return read16(this.bytes, this.at - 2);
  }

  /** A varint (RFC 9000 section 16) of at most 2^53 - 1. */
  varint(name: string): number {
    return this.take(decodeVarint(this.window(), this.at), name, 0);
  }

  /** A varint whose greatest values stand for 'no limit': above 2^53 - 1 it reads as 2^53 - 1. */
  limit(name: string): number {
    const value = this.take(decodeLargeVarint(this.window(), this.at), name, 0n);
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
  }

  /** The next `length` bytes, not copied. */
  slice(length: number, name: string): Uint8Array {
    if (!this.has(length, name)) return nothing;
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** What the fields read make, or why they were not all there. */
  finish<Value>(value: Value): Decoded<Value> {
    return this.error ? refuse(this.error.at, this.error.what, this.error.allowed) : { ok: true, value };
  }

  /** Bytes up to the end that holds for this cursor, at the offsets of all. */
  private window(): Uint8Array {
    return this.end === this.bytes.length ? this.bytes : this.bytes.subarray(0, this.end);
  }

  private take<Value>(
    decoded: Decoded<{ readonly value: Value; readonly length: number }>,
    name: string,
    missing: Value,
  ): Value {
    if (this.error) return missing;
    if (decoded.ok) {
      this.at += decoded.value.length;
      return decoded.value.value;
    }
    const { at, what, allowed } = decoded.error;
    this.fail(at, `${name}: ${what}`, allowed);
    return missing;
  }

  private has(length: number, name: string): boolean {
    if (this.error) return false;
    if (length <= this.left) return true;
    this.fail(this.at, `${name}: ${this.left} bytes left`, `${length} bytes`);
    return false;
  }
}
