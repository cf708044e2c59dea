import { none } from '../../../shared/trace/record';
import type { ByteStream } from '../../transport/byte-stream';
import { HpackEncoder } from '../../../wire/hpack/encoder';
import type { FieldLine } from '../../../wire/hpack/field-line';
import {
  Http2Flag,
  Http2FrameType,
  http2InitialFrameSize,
  http2Preface,
} from '../../../wire/http2/constants';
import { encodeHttp2Frame, encodeHttp2FrameHeader } from '../../../wire/http2/encode';
import type { Http2Frame, Http2SettingValue } from '../../../wire/http2/frame';
import { latin1Bytes } from '../../../wire/encoding/octets';
import { CarriedWriter } from '../common/carried-writer';
import type { FrameQueue } from '../common/frame-ledger';
import type { Http2Carried } from '../common/http2-carried';

const noBytes = new Uint8Array();

/** Writes one direction of a connection: each frame as its true bytes, with a note of what it means. */
export class Http2FrameWriter {
  /** SETTINGS_MAX_FRAME_SIZE of the peer. */
  largestFrame = http2InitialFrameSize;
  private readonly encoder = new HpackEncoder();
  private readonly out: CarriedWriter<Http2Carried>;

  constructor(stream: ByteStream, queue: FrameQueue<Http2Carried>) {
    this.out = new CarriedWriter(stream, queue);
  }

  /**
   * The first words of an end, RFC 9113 section 3.4: the client's preface, settings, and a connection window raised by
   * `raise` bytes.
   */
  begin(client: boolean, settings: readonly Http2SettingValue[], raise: number): void {
    const frames: Http2Frame[] = [{ type: 'SETTINGS', acknowledges: false, settings }];
    const carried: Http2Carried[] = [{ type: 'SETTINGS', acknowledges: false, settings }];
    if (raise > 0) {
      frames.push({ type: 'WINDOW_UPDATE', stream: 0, increment: raise });
      carried.push({ type: 'WINDOW_UPDATE', stream: 0, increment: raise });
    }
    const preface = client ? latin1Bytes(http2Preface) : noBytes;
    this.out.write(carried, joined([preface, ...frames.map(encodeHttp2Frame)]));
  }

  acknowledgeSettings(): void {
    const frame = { type: 'SETTINGS', acknowledges: true, settings: [] } as const;
    this.out.write([frame], encodeHttp2Frame(frame));
  }

  /** A field section: a HEADERS frame, and CONTINUATION frames where one does not hold it (RFC 9113 section 6.10). */
  headers(stream: number, fields: readonly FieldLine[], endStream: boolean, request: number): void {
    const block = this.encoder.encode(fields);
    const parts: Uint8Array[] = [];
    for (let at = 0; at === 0 || at < block.length; at += this.largestFrame) {
      const fragment = block.subarray(at, at + this.largestFrame);
      const endHeaders = at + this.largestFrame >= block.length;
      const frame: Http2Frame =
        at === 0
          ? { type: 'HEADERS', stream, endStream, endHeaders, fragment }
          : { type: 'CONTINUATION', stream, endHeaders, fragment };
      parts.push(encodeHttp2Frame(frame));
    }
    this.out.write([{ type: 'HEADERS', stream, endStream, fields, request }], joined(parts), 0, request);
  }

  /** A DATA frame of filler. */
  data(stream: number, bytes: number, endStream: boolean, request: number): void {
    const flags = endStream ? Http2Flag.endStream : 0;
    const header = encodeHttp2FrameHeader({ length: bytes, type: Http2FrameType.data, flags, stream });
    this.out.write([{ type: 'DATA', stream, endStream, bytes }], header, bytes, request);
  }

  reset(stream: number, error: number): void {
    this.plain({ type: 'RST_STREAM', stream, error });
  }

  raiseWindow(stream: number, increment: number, request = none): void {
    this.plain({ type: 'WINDOW_UPDATE', stream, increment }, request);
  }

  ping(acknowledges: boolean, opaque: Uint8Array): void {
    this.plain({ type: 'PING', acknowledges, opaque });
  }

  goAway(lastStream: number, error: number): void {
    const frame = { type: 'GOAWAY', lastStream, error } as const;
    this.out.write([frame], encodeHttp2Frame({ ...frame, debug: noBytes }));
  }

  private plain(frame: Http2Carried & Http2Frame, request = none): void {
    this.out.write([frame], encodeHttp2Frame(frame), 0, request);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
