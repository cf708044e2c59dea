import { QuicFrame, QuicStreamFlag } from './frame-type';
import { varintLength } from '../../encoding/varint';
import type { FrameCodec } from './codec';
import { varintsLength, writeVarints } from './fields';

/** STREAM frames, RFC 9000 section 19.8. */
export interface StreamFrame {
  readonly name: 'stream';
  readonly stream: number;
  readonly offset: number;
  readonly data: Uint8Array;
  readonly fin: boolean;
  /** Whether a Length field is there; without it the data goes on to the packet's end. */
  readonly hasLength: boolean;
  /** Whether an Offset field is there; without it the offset is 0. */
  readonly hasOffset: boolean;
}

function flagsOf(frame: StreamFrame): number {
  if (!frame.hasOffset && frame.offset > 0)
    throw new RangeError(`a STREAM frame at ${frame.offset} without its Offset field`);
  return (
    (frame.fin ? QuicStreamFlag.fin : 0) |
    (frame.hasLength ? QuicStreamFlag.length : 0) |
    (frame.hasOffset ? QuicStreamFlag.offset : 0)
  );
}

export const streamCodec: FrameCodec<StreamFrame> = {
  length(frame) {
    const { stream, offset, data, hasLength, hasOffset } = frame;
    const fields = varintLength(stream) + (hasOffset ? varintLength(offset) : 0);
    return 1 + fields + (hasLength ? varintsLength(data.length) : 0) + data.length;
  },
  write(target, at, frame) {
    let next = at + writeVarints(target, at, QuicFrame.stream | flagsOf(frame), frame.stream);
    if (frame.hasOffset) next += writeVarints(target, next, frame.offset);
    if (frame.hasLength) next += writeVarints(target, next, frame.data.length);
    target.set(frame.data, next);
    return next + frame.data.length - at;
  },
  read(cursor, type) {
    const hasLength = (type & QuicStreamFlag.length) !== 0;
    const hasOffset = (type & QuicStreamFlag.offset) !== 0;
    const stream = cursor.varint('Stream ID');
    const offset = hasOffset ? cursor.varint('Offset') : 0;
    const length = hasLength ? cursor.varint('Length') : cursor.left;
    const data = cursor.slice(length, 'Stream Data');
    return {
      name: 'stream',
      stream,
      offset,
      data,
      fin: (type & QuicStreamFlag.fin) !== 0,
      hasLength,
      hasOffset,
    };
  },
};
