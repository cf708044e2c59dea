import { latin1Bytes } from '../encoding/octets';
import { encodeVarint, varintLength, writeVarint } from '../encoding/varint';
import { Http3FrameType } from './constants';
import type { Http3Frame } from './frame';

/** The type and length that a frame begins with (RFC 9114 section 7.1), each in the fewest bytes. */
export function encodeHttp3FrameHeader(type: number, length: number): Uint8Array {
  const bytes = new Uint8Array(varintLength(type) + varintLength(length));
  writeVarint(bytes, writeVarint(bytes, 0, type), length);
  return bytes;
}

/** A whole frame. */
export function encodeHttp3Frame(frame: Http3Frame): Uint8Array {
  const [type, ...parts] = partsOf(frame);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = encodeHttp3FrameHeader(type, length);
  const bytes = new Uint8Array(header.length + length);
  let at = 0;
  for (const part of [header, ...parts]) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function partsOf(frame: Http3Frame): [type: number, ...parts: Uint8Array[]] {
  switch (frame.type) {
    case 'DATA':
      return [Http3FrameType.data, frame.data];
    case 'HEADERS':
      return [Http3FrameType.headers, frame.section];
    case 'CANCEL_PUSH':
      return [Http3FrameType.cancelPush, encodeVarint(frame.push)];
    case 'SETTINGS':
      return [
        Http3FrameType.settings,
        ...frame.settings.flatMap(({ identifier, value }) => [encodeVarint(identifier), encodeVarint(value)]),
      ];
    case 'PUSH_PROMISE':
      return [Http3FrameType.pushPromise, encodeVarint(frame.push), frame.section];
    case 'GOAWAY':
      return [Http3FrameType.goaway, encodeVarint(frame.identifier)];
    case 'MAX_PUSH_ID':
      return [Http3FrameType.maxPushId, encodeVarint(frame.push)];
    case 'PRIORITY_UPDATE':
      return [
        frame.prioritizes === 'request'
          ? Http3FrameType.priorityUpdateRequest
          : Http3FrameType.priorityUpdatePush,
        encodeVarint(frame.identifier),
        latin1Bytes(frame.value),
      ];
    case 'unknown':
      return [frame.number, frame.payload];
  }
}
