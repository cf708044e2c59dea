import { type Decoded, refuse } from '../encoding/decoded';
import { latin1Text, read16, read32 } from '../encoding/octets';
import {
  Http2Flag,
  http2FrameHeaderBytes,
  http2FrameNames,
  Http2FrameType,
  http2InitialFrameSize,
} from './constants';
import type { Http2Frame, Http2FrameHeader, Http2StreamDependency } from './frame';

/** A frame as it was read from some place of a stream. */
export interface PlacedHttp2Frame {
  readonly frame: Http2Frame;
  readonly header: Http2FrameHeader;
  /** Offset of its header, in bytes from the start of what was given. */
  readonly offset: number;
  /** Its bytes, with the header. */
  readonly length: number;
}

/** Reads the frame header at `bytes[at]`. */
export function decodeHttp2FrameHeader(bytes: Uint8Array, at = 0): Decoded<Http2FrameHeader> {
  if (at + http2FrameHeaderBytes > bytes.length)
    return refuse(bytes.length, `${bytes.length - at} bytes`, 'the 9 bytes of a frame header');
  return {
    ok: true,
    value: {
      length: bytes[at]! * 0x10000 + read16(bytes, at + 1),
      type: bytes[at + 3]!,
      flags: bytes[at + 4]!,
      // RFC 9113 section 4.1: the reserved bit is ignored.
      stream: read32(bytes, at + 5) % 0x80000000,
    },
  };
}

/** Reads the frame at `bytes[at]`; one that is cut off is refused at the end of the bytes. */
export function decodeHttp2Frame(
  bytes: Uint8Array,
  at = 0,
  maximumSize = http2InitialFrameSize,
): Decoded<PlacedHttp2Frame> {
  const header = decodeHttp2FrameHeader(bytes, at);
  if (!header.ok) return header;
  const { length } = header.value;
  if (length > maximumSize) return refuse(at, `a frame of ${length} bytes`, `at most ${maximumSize} bytes`);
  const from = at + http2FrameHeaderBytes;
  if (from + length > bytes.length)
    return refuse(bytes.length, `${bytes.length - from} bytes of a payload of ${length}`, 'all of them');
  const frame = decodePayload(header.value, bytes, from);
  if (!frame.ok) return frame;
  return {
    ok: true,
    value: {
      frame: frame.value,
      header: header.value,
      offset: at,
      length: http2FrameHeaderBytes + length,
    },
  };
}

/** Types that belong to a stream, and types that belong to the connection (RFC 9113 section 6). */
const onStreams: ReadonlySet<number> = new Set([
  Http2FrameType.data,
  Http2FrameType.headers,
  Http2FrameType.priority,
  Http2FrameType.rstStream,
  Http2FrameType.pushPromise,
  Http2FrameType.continuation,
]);
const onConnections: ReadonlySet<number> = new Set([
  Http2FrameType.settings,
  Http2FrameType.ping,
  Http2FrameType.goaway,
  Http2FrameType.priorityUpdate,
]);

function decodePayload(header: Http2FrameHeader, bytes: Uint8Array, from: number): Decoded<Http2Frame> {
  const { type, stream } = header;
  const name = http2FrameNames[type] ?? '';
  if (onStreams.has(type) && stream === 0) return refuse(from - 4, `${name} on stream 0`, 'a stream above 0');
  if (onConnections.has(type) && stream !== 0)
    return refuse(from - 4, `${name} on stream ${stream}`, 'stream 0');
  const payload = bytes.subarray(from, from + header.length);
  const size = sizeProblem(header);
  if (size) return refuse(from - http2FrameHeaderBytes, `${name} of ${header.length} bytes`, size);
  switch (type) {
    case Http2FrameType.data:
    case Http2FrameType.headers:
    case Http2FrameType.pushPromise:
      return decodePadded(header, payload, from);
    case Http2FrameType.priority:
      return { ok: true, value: { type: 'PRIORITY', stream, ...dependencyAt(payload, 0) } };
    case Http2FrameType.rstStream:
      return { ok: true, value: { type: 'RST_STREAM', stream, error: read32(payload, 0) } };
    case Http2FrameType.settings:
      return { ok: true, value: settingsOf(header, payload) };
    case Http2FrameType.ping:
      return {
        ok: true,
        value: { type: 'PING', acknowledges: (header.flags & Http2Flag.ack) !== 0, opaque: payload.slice() },
      };
    case Http2FrameType.goaway:
      return {
        ok: true,
        value: {
          type: 'GOAWAY',
          lastStream: read32(payload, 0) % 0x80000000,
          error: read32(payload, 4),
          debug: payload.slice(8),
        },
      };
    case Http2FrameType.windowUpdate:
      return decodeWindowUpdate(stream, payload, from);
    case Http2FrameType.continuation:
      return {
        ok: true,
        value: {
          type: 'CONTINUATION',
          stream,
          endHeaders: (header.flags & Http2Flag.endHeaders) !== 0,
          fragment: payload.slice(),
        },
      };
    case Http2FrameType.priorityUpdate:
      return {
        ok: true,
        value: {
          type: 'PRIORITY_UPDATE',
          prioritized: read32(payload, 0) % 0x80000000,
          value: latin1Text(payload, 4),
        },
      };
    default:
      return { ok: true, value: { type: 'unknown', header, payload: payload.slice() } };
  }
}

/** RFC 9113 section 6: what a frame's length must be; undefined where it is right. */
function sizeProblem({ type, length, flags }: Http2FrameHeader): string | undefined {
  switch (type) {
    case Http2FrameType.priority:
      return length === 5 ? undefined : '5 bytes';
    case Http2FrameType.rstStream:
    case Http2FrameType.windowUpdate:
      return length === 4 ? undefined : '4 bytes';
    case Http2FrameType.settings:
      if (flags & Http2Flag.ack) return length === 0 ? undefined : '0 bytes in an acknowledgment';
      return length % 6 === 0 ? undefined : 'a multiple of 6 bytes';
    case Http2FrameType.ping:
      return length === 8 ? undefined : '8 bytes';
    case Http2FrameType.goaway:
      return length >= 8 ? undefined : 'at least 8 bytes';
    case Http2FrameType.priorityUpdate:
      return length >= 4 ? undefined : 'at least 4 bytes';
    default:
      return undefined;
  }
}

/** DATA, HEADERS and PUSH_PROMISE: the frames that may be padded. */
function decodePadded(header: Http2FrameHeader, payload: Uint8Array, from: number): Decoded<Http2Frame> {
  const { type, flags, stream } = header;
  const isPadded = (flags & Http2Flag.padded) !== 0;
  const hasPriority = type === Http2FrameType.headers && (flags & Http2Flag.priority) !== 0;
  const ahead = (isPadded ? 1 : 0) + (hasPriority ? 5 : 0) + (type === Http2FrameType.pushPromise ? 4 : 0);
  const pad = isPadded ? (payload[0] ?? 0) : 0;
  // RFC 9113 section 6.1: padding as long as the payload is an error.
  if (ahead + pad > payload.length)
    return refuse(
      from - http2FrameHeaderBytes,
      `fields and padding of ${ahead + pad} bytes`,
      `at most ${payload.length} bytes`,
    );
  const content = payload.slice(ahead, payload.length - pad);
  const padding = isPadded ? { padding: pad } : {};
  const endStream = (flags & Http2Flag.endStream) !== 0;
  const endHeaders = (flags & Http2Flag.endHeaders) !== 0;
  if (type === Http2FrameType.data)
    return { ok: true, value: { type: 'DATA', stream, endStream, ...padding, data: content } };
  const fields = isPadded ? 1 : 0;
  if (type === Http2FrameType.pushPromise) {
    const promised = read32(payload, fields) % 0x80000000;
    return {
      ok: true,
      value: { type: 'PUSH_PROMISE', stream, promised, endHeaders, ...padding, fragment: content },
    };
  }
  const priority = hasPriority ? { priority: dependencyAt(payload, fields) } : {};
  return {
    ok: true,
    value: { type: 'HEADERS', stream, endStream, endHeaders, ...priority, ...padding, fragment: content },
  };
}

function dependencyAt(payload: Uint8Array, at: number): Http2StreamDependency {
  const word = read32(payload, at);
  return { exclusive: word >= 0x80000000, dependency: word % 0x80000000, weight: payload[at + 4]! + 1 };
}

function settingsOf(header: Http2FrameHeader, payload: Uint8Array): Http2Frame {
  const settings = [];
  for (let at = 0; at < payload.length; at += 6)
    settings.push({ identifier: read16(payload, at), value: read32(payload, at + 2) });
  return { type: 'SETTINGS', acknowledges: (header.flags & Http2Flag.ack) !== 0, settings };
}

function decodeWindowUpdate(stream: number, payload: Uint8Array, from: number): Decoded<Http2Frame> {
  const increment = read32(payload, 0) % 0x80000000;
  // RFC 9113 section 6.9.
  if (increment === 0) return refuse(from, 'a window increment of 0', '1 to 2^31 - 1');
  return { ok: true, value: { type: 'WINDOW_UPDATE', stream, increment } };
}
