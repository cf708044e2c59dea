import { QuicFrame } from './frame-type';
import type { FrameCodec } from './codec';
import { varintsLength, writeVarints } from './fields';

/** Frames that end a stream before its time: RESET_STREAM, STOP_SENDING (RFC 9000 sections 19.4, 19.5). */

export interface ResetStreamFrame {
  readonly name: 'reset-stream';
  readonly stream: number;
  readonly errorCode: number;
  readonly finalSize: number;
}

export interface StopSendingFrame {
  readonly name: 'stop-sending';
  readonly stream: number;
  readonly errorCode: number;
}

export const resetStreamCodec: FrameCodec<ResetStreamFrame> = {
  length: ({ stream, errorCode, finalSize }) => 1 + varintsLength(stream, errorCode, finalSize),
  write(target, at, { stream, errorCode, finalSize }) {
    return writeVarints(target, at, QuicFrame.resetStream, stream, errorCode, finalSize);
  },
  read: (cursor) => ({
    name: 'reset-stream',
    stream: cursor.varint('Stream ID'),
    errorCode: cursor.varint('Application Protocol Error Code'),
    finalSize: cursor.varint('Final Size'),
  }),
};

export const stopSendingCodec: FrameCodec<StopSendingFrame> = {
  length: ({ stream, errorCode }) => 1 + varintsLength(stream, errorCode),
  write(target, at, { stream, errorCode }) {
    return writeVarints(target, at, QuicFrame.stopSending, stream, errorCode);
  },
  read: (cursor) => ({
    name: 'stop-sending',
    stream: cursor.varint('Stream ID'),
    errorCode: cursor.varint('Application Protocol Error Code'),
  }),
};
