import { type Decoded, refuse } from '../encoding/decoded';
import { latin1Text } from '../encoding/octets';
import { PendingBytes } from '../encoding/pending-bytes';
import { http2InitialFrameSize, http2Preface } from './constants';
import { decodeHttp2Frame, type PlacedHttp2Frame } from './decode';

/** Reads the frames of one direction of a connection, whose bytes come cut anywhere. Offsets count from its first byte. */
export class Http2FrameReader {
  /** Bytes that were given and belong to no whole frame yet. */
  private readonly rest = new PendingBytes();
  /** Offset of the first byte of `rest`. */
  private offset = 0;
  private awaitsPreface: boolean;

  /** `client`: the direction begins with the client's preface (RFC 9113 section 3.4). */
  constructor(
    client: boolean,
    private readonly maximumSize = http2InitialFrameSize,
  ) {
    this.awaitsPreface = client;
  }

  /** The frames now whole; an error's place counts from the connection's first byte, and nothing can be read after it. */
  push(bytes: Uint8Array): Decoded<PlacedHttp2Frame[]> {
    this.rest.push(bytes);
    const frames: PlacedHttp2Frame[] = [];
    if (this.awaitsPreface) {
      const preface = this.readPreface();
      if (!preface.ok || !preface.value) return preface.ok ? { ok: true, value: frames } : preface;
    }
    const given = this.rest.bytes;
    for (let at = 0; ;) {
      const read = decodeHttp2Frame(given, at, this.maximumSize);
      if (!read.ok) {
        const { error } = read;
        if (error.at < given.length) return refuse(this.offset + error.at, error.what, error.allowed);
        this.drop(at);
        return { ok: true, value: frames };
      }
      frames.push({ ...read.value, offset: this.offset + at });
      at += read.value.length;
    }
  }

  /** Whether the preface is there, whole. */
  private readPreface(): Decoded<boolean> {
    const length = Math.min(this.rest.length, http2Preface.length);
    if (latin1Text(this.rest.bytes, 0, length) !== http2Preface.slice(0, length))
      return refuse(0, 'no connection preface', 'PRI * HTTP/2.0 and what belongs to it');
    if (length < http2Preface.length) return { ok: true, value: false };
    this.awaitsPreface = false;
    this.drop(length);
    return { ok: true, value: true };
  }

  private drop(bytes: number): void {
    this.rest.drop(bytes);
    this.offset += bytes;
  }
}
