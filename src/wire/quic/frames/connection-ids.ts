import { QuicFrame } from './frame-type';
import type { FrameCodec } from './codec';
import { varintsLength, writeVarints } from './fields';

/** NEW_CONNECTION_ID and RETIRE_CONNECTION_ID, RFC 9000 sections 19.15, 19.16. */

export interface NewConnectionIdFrame {
  readonly name: 'new-connection-id';
  readonly sequence: number;
  readonly retirePriorTo: number;
  /** 1 to 20 bytes. */
  readonly connectionId: Uint8Array;
  /** 16 bytes. */
  readonly resetToken: Uint8Array;
}

export interface RetireConnectionIdFrame {
  readonly name: 'retire-connection-id';
  readonly sequence: number;
}

export const resetTokenBytes = 16;
const longestConnectionId = 20;

export const newConnectionIdCodec: FrameCodec<NewConnectionIdFrame> = {
  length: ({ sequence, retirePriorTo, connectionId }) =>
    1 + varintsLength(sequence, retirePriorTo) + 1 + connectionId.length + resetTokenBytes,
  write(target, at, { sequence, retirePriorTo, connectionId, resetToken }) {
    let next = at + writeVarints(target, at, QuicFrame.newConnectionId, sequence, retirePriorTo);
    target[next++] = connectionId.length;
    target.set(connectionId, next);
    next += connectionId.length;
    target.set(resetToken, next);
    return next + resetTokenBytes - at;
  },
  read(cursor) {
    const start = cursor.at;
    const sequence = cursor.varint('Sequence Number');
    const retirePriorTo = cursor.varint('Retire Prior To');
    // Section 19.15: Retire Prior To "MUST be less than or equal to the value in the Sequence Number field".
    if (retirePriorTo > sequence)
      cursor.fail(start, `Retire Prior To ${retirePriorTo}`, `at most the sequence number, ${sequence}`);
    const lengthAt = cursor.at;
    const length = cursor.byte('Length');
    if (length < 1 || length > longestConnectionId)
      cursor.fail(lengthAt, `a connection ID of ${length} bytes`, '1 to 20 bytes');
    const connectionId = cursor.slice(length, 'Connection ID');
    const resetToken = cursor.slice(resetTokenBytes, 'Stateless Reset Token');
    return { name: 'new-connection-id', sequence, retirePriorTo, connectionId, resetToken };
  },
};

export const retireConnectionIdCodec: FrameCodec<RetireConnectionIdFrame> = {
  length: ({ sequence }) => 1 + varintsLength(sequence),
  write: (target, at, { sequence }) => writeVarints(target, at, QuicFrame.retireConnectionId, sequence),
  read: (cursor) => ({ name: 'retire-connection-id', sequence: cursor.varint('Sequence Number') }),
};
