import { QuicFrame } from './frame-type';
import type { FrameCodec } from './codec';

/** Frames without fields: PADDING, PING, HANDSHAKE_DONE (RFC 9000 sections 19.1, 19.2, 19.20). */

/** A run of PADDING frames, one byte each, as one. */
export interface PaddingFrame {
  readonly name: 'padding';
  readonly bytes: number;
}

export interface PingFrame {
  readonly name: 'ping';
}

export interface HandshakeDoneFrame {
  readonly name: 'handshake-done';
}

export const paddingCodec: FrameCodec<PaddingFrame> = {
  length: (frame) => frame.bytes,
  write(target, at, frame) {
    target.fill(QuicFrame.padding, at, at + frame.bytes);
    return frame.bytes;
  },
  read(cursor) {
    const start = cursor.at - 1;
    while (cursor.left > 0 && cursor.bytes[cursor.at] === QuicFrame.padding) cursor.at += 1;
    return { name: 'padding', bytes: cursor.at - start };
  },
};

export const pingCodec: FrameCodec<PingFrame> = {
  length: () => 1,
  write(target, at) {
    target[at] = QuicFrame.ping;
    return 1;
  },
  read: () => ({ name: 'ping' }),
};

export const handshakeDoneCodec: FrameCodec<HandshakeDoneFrame> = {
  length: () => 1,
  write(target, at) {
    target[at] = QuicFrame.handshakeDone;
    return 1;
  },
  read: () => ({ name: 'handshake-done' }),
};
