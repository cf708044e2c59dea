import { latin1Bytes, write16, write32 } from '../encoding/octets';
import { Http2Flag, http2FrameHeaderBytes, Http2FrameType, http2LargestFrameSize } from './constants';
import type { Http2Frame, Http2FrameHeader, Http2StreamDependency } from './frame';

/** Writes a frame header at `target[at]`. Throws a RangeError where the payload is longer than a frame's can be. */
function writeHttp2FrameHeader(target: Uint8Array, at: number, header: Http2FrameHeader): void {
  if (header.length > http2LargestFrameSize)
    throw new RangeError(`a frame of ${header.length} bytes, at most ${http2LargestFrameSize}`);
  target[at] = header.length >>> 16;
  write16(target, at + 1, header.length);
  target[at + 3] = header.type;
  target[at + 4] = header.flags;
  write32(target, at + 5, header.stream);
}

/** A frame header in bytes of its own. */
export function encodeHttp2FrameHeader(header: Http2FrameHeader): Uint8Array {
  const bytes = new Uint8Array(http2FrameHeaderBytes);
  writeHttp2FrameHeader(bytes, 0, header);
  return bytes;
}

/** A whole frame. */
export function encodeHttp2Frame(frame: Http2Frame): Uint8Array {
  const { payload, ...header } = partsOf(frame);
  const bytes = new Uint8Array(http2FrameHeaderBytes + payload.length);
  writeHttp2FrameHeader(bytes, 0, { ...header, length: payload.length });
  bytes.set(payload, http2FrameHeaderBytes);
  return bytes;
}

interface Parts {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Uint8Array;
}

function partsOf(frame: Http2Frame): Parts {
  switch (frame.type) {
    case 'DATA':
      return {
        type: Http2FrameType.data,
        flags: (frame.endStream ? Http2Flag.endStream : 0) | paddedFlag(frame.padding),
        stream: frame.stream,
        payload: padded(frame.padding, frame.data),
      };
    case 'HEADERS':
      return headersParts(frame);
    case 'PRIORITY':
      return {
        type: Http2FrameType.priority,
        flags: 0,
        stream: frame.stream,
        payload: dependencyBytes(frame),
      };
    case 'RST_STREAM':
      return {
        type: Http2FrameType.rstStream,
        flags: 0,
        stream: frame.stream,
        payload: word32(frame.error),
      };
    case 'SETTINGS':
      return settingsParts(frame);
    case 'PUSH_PROMISE':
      return {
        type: Http2FrameType.pushPromise,
        flags: (frame.endHeaders ? Http2Flag.endHeaders : 0) | paddedFlag(frame.padding),
        stream: frame.stream,
        payload: padded(frame.padding, joined(word32(frame.promised), frame.fragment)),
      };
    case 'PING':
      return {
        type: Http2FrameType.ping,
        flags: frame.acknowledges ? Http2Flag.ack : 0,
        stream: 0,
        payload: frame.opaque,
      };
    case 'GOAWAY':
      return {
        type: Http2FrameType.goaway,
        flags: 0,
        stream: 0,
        payload: joined(word32(frame.lastStream), word32(frame.error), frame.debug),
      };
    case 'WINDOW_UPDATE':
      return {
        type: Http2FrameType.windowUpdate,
        flags: 0,
        stream: frame.stream,
        payload: word32(frame.increment),
      };
    case 'CONTINUATION':
      return {
        type: Http2FrameType.continuation,
        flags: frame.endHeaders ? Http2Flag.endHeaders : 0,
        stream: frame.stream,
        payload: frame.fragment,
      };
    case 'PRIORITY_UPDATE':
      return {
        type: Http2FrameType.priorityUpdate,
        flags: 0,
        stream: 0,
        payload: joined(word32(frame.prioritized), latin1Bytes(frame.value)),
      };
    case 'unknown':
      return { ...frame.header, payload: frame.payload };
  }
}

function headersParts(frame: Extract<Http2Frame, { type: 'HEADERS' }>): Parts {
  const { priority, fragment } = frame;
  return {
    type: Http2FrameType.headers,
    flags:
      (frame.endStream ? Http2Flag.endStream : 0) |
      (frame.endHeaders ? Http2Flag.endHeaders : 0) |
      (priority ? Http2Flag.priority : 0) |
      paddedFlag(frame.padding),
    stream: frame.stream,
    payload: padded(frame.padding, priority ? joined(dependencyBytes(priority), fragment) : fragment),
  };
}

function settingsParts(frame: Extract<Http2Frame, { type: 'SETTINGS' }>): Parts {
  const payload = new Uint8Array(frame.settings.length * 6);
  frame.settings.forEach(({ identifier, value }, at) => {
    write16(payload, at * 6, identifier);
    write32(payload, at * 6 + 2, value);
  });
  return {
    type: Http2FrameType.settings,
    flags: frame.acknowledges ? Http2Flag.ack : 0,
    stream: 0,
    payload,
  };
}

function paddedFlag(padding: number | undefined): number {
  return padding === undefined ? 0 : Http2Flag.padded;
}

/** RFC 9113 section 6.1: the padding's length before the content, zeros behind it. */
function padded(padding: number | undefined, content: Uint8Array): Uint8Array {
  if (padding === undefined) return content;
  return joined(Uint8Array.of(padding), content, new Uint8Array(padding));
}

function dependencyBytes({ exclusive, dependency, weight }: Http2StreamDependency): Uint8Array {
  return joined(word32(dependency + (exclusive ? 0x80000000 : 0)), Uint8Array.of(weight - 1));
}

function word32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  write32(bytes, 0, value);
  return bytes;
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
