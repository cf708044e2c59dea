import { QuicFrame } from './frame-type';
import type { FrameCodec } from './codec';
import { varintsLength, writeVarints } from './fields';

/** Flow control, RFC 9000 sections 19.9 to 19.14. Limits above 2^53 - 1 read as 2^53 - 1: no limit at all. */

/** What a connection may carry in all, or where it was held back. */
export interface ConnectionLimitFrame {
  readonly name: 'max-data' | 'data-blocked';
  readonly limit: number;
}

/** What a stream may carry, or where it was held back. */
export interface StreamLimitFrame {
  readonly name: 'max-stream-data' | 'stream-data-blocked';
  readonly stream: number;
  readonly limit: number;
}

/** How many streams the peer may open in all, or at how many it was held back. */
export interface StreamCountFrame {
  readonly name: 'max-streams' | 'streams-blocked';
  readonly direction: 'bidirectional' | 'unidirectional';
  readonly limit: number;
}

export const connectionLimitCodec: FrameCodec<ConnectionLimitFrame> = {
  length: ({ limit }) => 1 + varintsLength(limit),
  write(target, at, { name, limit }) {
    const type = name === 'max-data' ? QuicFrame.maxData : QuicFrame.dataBlocked;
    return writeVarints(target, at, type, limit);
  },
  read: (cursor, type) => ({
    name: type === QuicFrame.maxData ? 'max-data' : 'data-blocked',
    limit: cursor.limit('Maximum Data'),
  }),
};

export const streamLimitCodec: FrameCodec<StreamLimitFrame> = {
  length: ({ stream, limit }) => 1 + varintsLength(stream, limit),
  write(target, at, { name, stream, limit }) {
    const type = name === 'max-stream-data' ? QuicFrame.maxStreamData : QuicFrame.streamDataBlocked;
    return writeVarints(target, at, type, stream, limit);
  },
  read: (cursor, type) => ({
    name: type === QuicFrame.maxStreamData ? 'max-stream-data' : 'stream-data-blocked',
    stream: cursor.varint('Stream ID'),
    limit: cursor.limit('Maximum Stream Data'),
  }),
};

/** Section 4.6: a stream id must fit a varint, so that there are at most 2^60 streams of a kind. */
const mostStreams = 2 ** 60;

function streamCountType({ name, direction }: StreamCountFrame): number {
  if (name === 'max-streams')
    return direction === 'bidirectional'
      ? QuicFrame.maxStreamsBidirectional
      : QuicFrame.maxStreamsUnidirectional;
  return direction === 'bidirectional'
    ? QuicFrame.streamsBlockedBidirectional
    : QuicFrame.streamsBlockedUnidirectional;
}

export const streamCountCodec: FrameCodec<StreamCountFrame> = {
  length: ({ limit }) => 1 + varintsLength(limit),
  write(target, at, frame) {
    return writeVarints(target, at, streamCountType(frame), frame.limit);
  },
  read(cursor, type) {
    const start = cursor.at;
    const limit = cursor.varint('Maximum Streams');
    if (limit > mostStreams) cursor.fail(start, `${limit} streams`, 'at most 2^60');
    const isMaximum =
      type === QuicFrame.maxStreamsBidirectional || type === QuicFrame.maxStreamsUnidirectional;
    return {
      name: isMaximum ? 'max-streams' : 'streams-blocked',
      // Both pairs of types have bidirectional streams first, at an even type.
      direction: type % 2 === 0 ? 'bidirectional' : 'unidirectional',
      limit,
    };
  },
};
