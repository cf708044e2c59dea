import { QuicFrame } from './frame-type';
import type { Decoded } from '../../encoding/decoded';
import { Cursor } from '../../encoding/cursor';
import { ackCodec, type AckFrame } from './ack';
import type { FrameCodec } from './codec';
import { connectionCloseCodec, type ConnectionCloseFrame } from './connection-close';
import {
  newConnectionIdCodec,
  type NewConnectionIdFrame,
  retireConnectionIdCodec,
  type RetireConnectionIdFrame,
} from './connection-ids';
import { datagramCodec, type DatagramFrame } from './datagram';
import {
  connectionLimitCodec,
  type ConnectionLimitFrame,
  streamCountCodec,
  type StreamCountFrame,
  streamLimitCodec,
  type StreamLimitFrame,
} from './flow-control';
import { cryptoCodec, type CryptoFrame, newTokenCodec, type NewTokenFrame } from './handshake-data';
import { pathCodec, type PathFrame } from './path';
import {
  handshakeDoneCodec,
  type HandshakeDoneFrame,
  paddingCodec,
  type PaddingFrame,
  pingCodec,
  type PingFrame,
} from './plain';
import { streamCodec, type StreamFrame } from './stream';
import {
  resetStreamCodec,
  type ResetStreamFrame,
  stopSendingCodec,
  type StopSendingFrame,
} from './stream-end';

/** Any frame: RFC 9000 section 19 and RFC 9221 section 4. */
export type Frame =
  | PaddingFrame
  | PingFrame
  | AckFrame
  | ResetStreamFrame
  | StopSendingFrame
  | CryptoFrame
  | NewTokenFrame
  | StreamFrame
  | ConnectionLimitFrame
  | StreamLimitFrame
  | StreamCountFrame
  | NewConnectionIdFrame
  | RetireConnectionIdFrame
  | PathFrame
  | ConnectionCloseFrame
  | HandshakeDoneFrame
  | DatagramFrame;

/** A frame and where it stands, in bytes from the start of what was read. */
export interface PlacedFrame {
  readonly frame: Frame;
  readonly type: number;
  readonly at: number;
  readonly length: number;
}

const codecs = {
  padding: paddingCodec,
  ping: pingCodec,
  ack: ackCodec,
  'reset-stream': resetStreamCodec,
  'stop-sending': stopSendingCodec,
  crypto: cryptoCodec,
  'new-token': newTokenCodec,
  stream: streamCodec,
  'max-data': connectionLimitCodec,
  'data-blocked': connectionLimitCodec,
  'max-stream-data': streamLimitCodec,
  'stream-data-blocked': streamLimitCodec,
  'max-streams': streamCountCodec,
  'streams-blocked': streamCountCodec,
  'new-connection-id': newConnectionIdCodec,
  'retire-connection-id': retireConnectionIdCodec,
  'path-challenge': pathCodec,
  'path-response': pathCodec,
  'connection-close': connectionCloseCodec,
  'handshake-done': handshakeDoneCodec,
  datagram: datagramCodec,
} as const;

function codecOf(frame: Frame): FrameCodec<Frame> {
  // A frame's name chooses the codec of that very kind of frame: more than the compiler can follow.
  return (codecs as unknown as Record<Frame['name'], FrameCodec<Frame>>)[frame.name];
}

/** What reads a frame of a type; undefined: nobody knows such a type. */
function codecOfType(type: number): FrameCodec<Frame> | undefined {
  if (type >= QuicFrame.stream && type < QuicFrame.stream + 8) return streamCodec;
  return codecsByType.get(type);
}

const codecsByType = new Map<number, FrameCodec<Frame>>(
  (
    [
      [QuicFrame.padding, paddingCodec],
      [QuicFrame.ping, pingCodec],
      [QuicFrame.ack, ackCodec],
      [QuicFrame.ack + 1, ackCodec],
      [QuicFrame.resetStream, resetStreamCodec],
      [QuicFrame.stopSending, stopSendingCodec],
      [QuicFrame.crypto, cryptoCodec],
      [QuicFrame.newToken, newTokenCodec],
      [QuicFrame.maxData, connectionLimitCodec],
      [QuicFrame.maxStreamData, streamLimitCodec],
      [QuicFrame.maxStreamsBidirectional, streamCountCodec],
      [QuicFrame.maxStreamsUnidirectional, streamCountCodec],
      [QuicFrame.dataBlocked, connectionLimitCodec],
      [QuicFrame.streamDataBlocked, streamLimitCodec],
      [QuicFrame.streamsBlockedBidirectional, streamCountCodec],
      [QuicFrame.streamsBlockedUnidirectional, streamCountCodec],
      [QuicFrame.newConnectionId, newConnectionIdCodec],
      [QuicFrame.retireConnectionId, retireConnectionIdCodec],
      [QuicFrame.pathChallenge, pathCodec],
      [QuicFrame.pathResponse, pathCodec],
      [QuicFrame.connectionCloseTransport, connectionCloseCodec],
      [QuicFrame.connectionCloseApplication, connectionCloseCodec],
      [QuicFrame.handshakeDone, handshakeDoneCodec],
      [QuicFrame.datagram, datagramCodec],
      [QuicFrame.datagram + 1, datagramCodec],
    ] as const
  ).map(([type, codec]) => [type, codec as unknown as FrameCodec<Frame>]),
);

/** Bytes of a frame's shortest encoding. */
export function frameLength(frame: Frame): number {
  return codecOf(frame).length(frame);
}

/** Writes a frame at `target[at]`; returns the bytes taken. */
export function writeQuicFrame(target: Uint8Array, at: number, frame: Frame): number {
  return codecOf(frame).write(target, at, frame);
}

/** Frames one behind the other: a packet's payload before it is sealed. */
export function encodeFrames(frames: readonly Frame[]): Uint8Array {
  const bytes = new Uint8Array(frames.reduce((length, frame) => length + frameLength(frame), 0));
  let at = 0;
  for (const frame of frames) at += writeQuicFrame(bytes, at, frame);
  return bytes;
}

/** Reads the frames of a packet's whole payload. A run of PADDING comes as one frame. */
export function decodeFrames(payload: Uint8Array): Decoded<readonly PlacedFrame[]> {
  const { frames, cursor } = readFrames(payload);
  return cursor.finish(frames);
}

/** The frames as far as they can be read, and the cursor, which knows what stopped it. */
export function readFrames(payload: Uint8Array): { frames: readonly PlacedFrame[]; cursor: Cursor } {
  const cursor = new Cursor(payload);
  const frames: PlacedFrame[] = [];
  // RFC 9000 section 12.4: "The payload of a packet that contains frames MUST contain at least one frame".
  if (payload.length === 0) cursor.fail(0, 'no frame', 'at least one');
  while (cursor.left > 0 && !cursor.error) {
    const placed = readFrame(cursor);
    if (placed) frames.push(placed);
  }
  return { frames, cursor };
}

function readFrame(cursor: Cursor): PlacedFrame | undefined {
  const { at } = cursor;
  const type = cursor.varint('Frame Type');
  const codec = codecOfType(type);
  if (!codec) cursor.fail(at, `a frame of type 0x${type.toString(16)}`, 'a type of RFC 9000 section 19');
  const frame = codec && !cursor.error ? codec.read(cursor, type) : undefined;
  return frame && !cursor.error ? { frame, type, at, length: cursor.at - at } : undefined;
}
