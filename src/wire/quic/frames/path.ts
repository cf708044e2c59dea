import { QuicFrame } from './frame-type';
import type { FrameCodec } from './codec';

/** PATH_CHALLENGE and PATH_RESPONSE, RFC 9000 sections 19.17, 19.18. */
export interface PathFrame {
  readonly name: 'path-challenge' | 'path-response';
  /** 8 bytes that nobody can guess; a response returns those of its challenge. */
  readonly data: Uint8Array;
}

export const pathDataBytes = 8;

export const pathCodec: FrameCodec<PathFrame> = {
  length: () => 1 + pathDataBytes,
  write(target, at, { name, data }) {
    target[at] = name === 'path-challenge' ? QuicFrame.pathChallenge : QuicFrame.pathResponse;
    target.set(data, at + 1);
    return 1 + pathDataBytes;
  },
  read: (cursor, type) => ({
    name: type === QuicFrame.pathChallenge ? 'path-challenge' : 'path-response',
    data: cursor.slice(pathDataBytes, 'Data'),
  }),
};
