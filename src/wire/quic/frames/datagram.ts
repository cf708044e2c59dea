import { QuicFrame } from './frame-type';
import type { FrameCodec } from './codec';
import { varintsLength, writeVarints } from './fields';

/** DATAGRAM frames, RFC 9221 section 4: the type's lowest bit says that a Length field is there. */
export interface DatagramFrame {
  readonly name: 'datagram';
  readonly data: Uint8Array;
  readonly hasLength: boolean;
}

const withLength = 0x01;

export const datagramCodec: FrameCodec<DatagramFrame> = {
  length: ({ data, hasLength }) => 1 + (hasLength ? varintsLength(data.length) : 0) + data.length,
  write(target, at, { data, hasLength }) {
    target[at] = QuicFrame.datagram | (hasLength ? withLength : 0);
    const next = at + 1 + (hasLength ? writeVarints(target, at + 1, data.length) : 0);
    target.set(data, next);
    return next + data.length - at;
  },
  read(cursor, type) {
    const hasLength = (type & withLength) !== 0;
    const length = hasLength ? cursor.varint('Length') : cursor.left;
    return { name: 'datagram', data: cursor.slice(length, 'Datagram Data'), hasLength };
  },
};
