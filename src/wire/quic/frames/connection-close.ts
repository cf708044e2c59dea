import { QuicFrame } from './frame-type';
import type { FrameCodec } from './codec';
import { varintsLength, writeVarints } from './fields';

/** CONNECTION_CLOSE, RFC 9000 section 19.19: of the transport, or of the application. */
export interface ConnectionCloseFrame {
  readonly name: 'connection-close';
  readonly errorCode: number;
  /** Type of the frame at fault, 0 where unknown; undefined where the application closes. */
  readonly frameType: number | undefined;
  /** UTF-8. */
  readonly reason: Uint8Array;
}

/** RFC 9000 section 20.1; from 0x0100 on an alert of TLS. */
export const transportErrorNames: Readonly<Record<number, string>> = {
  0x00: 'NO_ERROR',
  0x01: 'INTERNAL_ERROR',
  0x02: 'CONNECTION_REFUSED',
  0x03: 'FLOW_CONTROL_ERROR',
  0x04: 'STREAM_LIMIT_ERROR',
  0x05: 'STREAM_STATE_ERROR',
  0x06: 'FINAL_SIZE_ERROR',
  0x07: 'FRAME_ENCODING_ERROR',
  0x08: 'TRANSPORT_PARAMETER_ERROR',
  0x09: 'CONNECTION_ID_LIMIT_ERROR',
  0x0a: 'PROTOCOL_VIOLATION',
  0x0b: 'INVALID_TOKEN',
  0x0c: 'APPLICATION_ERROR',
  0x0d: 'CRYPTO_BUFFER_EXCEEDED',
  0x0e: 'KEY_UPDATE_ERROR',
  0x0f: 'AEAD_LIMIT_REACHED',
  0x10: 'NO_VIABLE_PATH',
};

/** A transport error's name: `CRYPTO_ERROR (0x128)` for an alert. */
export function transportErrorName(code: number): string {
  const hexadecimal = `0x${code.toString(16)}`;
  if (code >= 0x100 && code <= 0x1ff) return `CRYPTO_ERROR (${hexadecimal})`;
  return transportErrorNames[code] ?? hexadecimal;
}

export const connectionCloseCodec: FrameCodec<ConnectionCloseFrame> = {
  length({ errorCode, frameType, reason }) {
    const fault = frameType === undefined ? 0 : varintsLength(frameType);
    return 1 + varintsLength(errorCode) + fault + varintsLength(reason.length) + reason.length;
  },
  write(target, at, { errorCode, frameType, reason }) {
    const transport = frameType !== undefined;
    const type = transport ? QuicFrame.connectionCloseTransport : QuicFrame.connectionCloseApplication;
    let next = at + writeVarints(target, at, type, errorCode);
    if (transport) next += writeVarints(target, next, frameType);
    next += writeVarints(target, next, reason.length);
    target.set(reason, next);
    return next + reason.length - at;
  },
  read(cursor, type) {
    const errorCode = cursor.varint('Error Code');
    const frameType = type === QuicFrame.connectionCloseTransport ? cursor.varint('Frame Type') : undefined;
    const length = cursor.varint('Reason Phrase Length');
    return { name: 'connection-close', errorCode, frameType, reason: cursor.slice(length, 'Reason Phrase') };
  },
};
