import type { Cursor } from '../../encoding/cursor';

/** How the frames of one family are measured, written and read. Frame types: RFC 9000 section 19. */
export interface FrameCodec<Frame> {
  /** Bytes of the shortest encoding. */
  length(frame: Frame): number;
  /** Writes the frame, type first, at `target[at]`; returns the bytes taken. */
  write(target: Uint8Array, at: number, frame: Frame): number;
  /** Reads what follows a frame's type; the cursor notes what is wrong. */
  read(cursor: Cursor, type: number): Frame;
}
