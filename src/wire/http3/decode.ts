import { type Decoded, refuse } from '../encoding/decoded';
import { latin1Text } from '../encoding/octets';
import { decodeVarint } from '../encoding/varint';
import {
  http3ForbiddenFrameTypes,
  http3ForbiddenSettings,
  http3FrameNames,
  Http3FrameType,
} from './constants';
import type { Http3Frame, Http3SettingValue } from './frame';

/** What a frame begins with: RFC 9114 section 7.1. */
export interface Http3FrameHeader {
  readonly type: number;
  /** Bytes of payload behind the header. */
  readonly length: number;
  /** Bytes that type and length take. */
  readonly headerBytes: number;
  /** Those of the type alone. */
  readonly typeBytes: number;
}

/** A frame as it was read from some place of a stream. */
export interface PlacedHttp3Frame {
  readonly frame: Http3Frame;
  readonly header: Http3FrameHeader;
  /** Offset of its header, in bytes from the start of what was given. */
  readonly offset: number;
  /** Its bytes, with the header. */
  readonly length: number;
}

/** Reads the frame header at `bytes[at]`; one that is cut off is refused at the end of the bytes. */
export function decodeHttp3FrameHeader(bytes: Uint8Array, at = 0): Decoded<Http3FrameHeader> {
  const type = decodeVarint(bytes, at);
  if (!type.ok) return cutOff(bytes, type);
  const length = decodeVarint(bytes, at + type.value.length);
  if (!length.ok) return cutOff(bytes, length);
  return {
    ok: true,
    value: {
      type: type.value.value,
      length: length.value.value,
      headerBytes: type.value.length + length.value.length,
      typeBytes: type.value.length,
    },
  };
}

/** A varint that is cut off is refused where it begins: what is missing begins at the end of the bytes. */
function cutOff(bytes: Uint8Array, refused: ReturnType<typeof refuse>): ReturnType<typeof refuse> {
  const { at, what, allowed } = refused.error;
  const missing = at >= bytes.length || 1 << (bytes[at]! >>> 6) > bytes.length - at;
  return missing ? refuse(bytes.length, what, allowed) : refused;
}

/** Reads the frame at `bytes[at]`; one that is cut off is refused at the end of the bytes. */
export function decodeHttp3Frame(bytes: Uint8Array, at = 0): Decoded<PlacedHttp3Frame> {
  const header = decodeHttp3FrameHeader(bytes, at);
  if (!header.ok) return header;
  const { type, length, headerBytes } = header.value;
  // RFC 9114 section 7.2.8: what HTTP/2 used is not taken for unknown.
  if (http3ForbiddenFrameTypes.includes(type))
    return refuse(at, `frame type ${type}`, 'types that HTTP/2 did not use');
  const from = at + headerBytes;
  if (from + length > bytes.length)
    return refuse(bytes.length, `${bytes.length - from} bytes of a payload of ${length}`, 'all of them');
  const frame = decodePayload(type, bytes.subarray(from, from + length));
  if (!frame.ok)
    return refuse(at, `${http3FrameNames[type] ?? ''} with ${frame.error.what}`, frame.error.allowed);
  return {
    ok: true,
    value: { frame: frame.value, header: header.value, offset: at, length: headerBytes + length },
  };
}

function decodePayload(type: number, payload: Uint8Array): Decoded<Http3Frame> {
  switch (type) {
    case Http3FrameType.data:
      return { ok: true, value: { type: 'DATA', data: payload.slice() } };
    case Http3FrameType.headers:
      return { ok: true, value: { type: 'HEADERS', section: payload.slice() } };
    case Http3FrameType.settings:
      return decodeSettings(payload);
    case Http3FrameType.cancelPush:
      return identifierAlone(payload, (push) => ({ type: 'CANCEL_PUSH', push }));
    case Http3FrameType.goaway:
      return identifierAlone(payload, (identifier) => ({ type: 'GOAWAY', identifier }));
    case Http3FrameType.maxPushId:
      return identifierAlone(payload, (push) => ({ type: 'MAX_PUSH_ID', push }));
    case Http3FrameType.pushPromise:
    case Http3FrameType.priorityUpdateRequest:
    case Http3FrameType.priorityUpdatePush:
      return identifierAndMore(type, payload);
    default:
      return { ok: true, value: { type: 'unknown', number: type, payload: payload.slice() } };
  }
}

function identifierAlone(
  payload: Uint8Array,
  frame: (identifier: number) => Http3Frame,
): Decoded<Http3Frame> {
  const read = decodeVarint(payload);
  if (!read.ok) return read;
  // RFC 9114 section 7.1: a payload with more in it than its fields is an error.
  if (read.value.length < payload.length)
    return refuse(0, `${payload.length} bytes of payload`, `${read.value.length} bytes`);
  return { ok: true, value: frame(read.value.value) };
}

function identifierAndMore(type: number, payload: Uint8Array): Decoded<Http3Frame> {
  const read = decodeVarint(payload);
  if (!read.ok) return read;
  const { value, length } = read.value;
  if (type === Http3FrameType.pushPromise)
    return { ok: true, value: { type: 'PUSH_PROMISE', push: value, section: payload.slice(length) } };
  const prioritizes = type === Http3FrameType.priorityUpdateRequest ? 'request' : 'push';
  return {
    ok: true,
    value: { type: 'PRIORITY_UPDATE', prioritizes, identifier: value, value: latin1Text(payload, length) },
  };
}

function decodeSettings(payload: Uint8Array): Decoded<Http3Frame> {
  const settings: Http3SettingValue[] = [];
  const seen = new Set<number>();
  for (let at = 0; at < payload.length;) {
    const identifier = decodeVarint(payload, at);
    if (!identifier.ok) return identifier;
    const value = decodeVarint(payload, at + identifier.value.length);
    if (!value.ok) return value;
    const number = identifier.value.value;
    // RFC 9114 section 7.2.4: no setting twice; section 7.2.4.1: none of HTTP/2's.
    if (seen.has(number)) return refuse(at, `setting ${number} twice`, 'each setting once');
    if (http3ForbiddenSettings.includes(number))
      return refuse(at, `setting ${number}`, 'settings that HTTP/2 did not use');
    seen.add(number);
    settings.push({ identifier: number, value: value.value.value });
    at += identifier.value.length + value.value.length;
  }
  return { ok: true, value: { type: 'SETTINGS', settings } };
}
