import type { Decoded } from '../encoding/decoded';
import { HpackDecoder, type HpackBlock } from '../hpack/decoder';
import { latin1Text } from '../encoding/octets';
import {
  Http2Flag,
  http2FrameHeaderBytes,
  Http2FrameType,
  http2LargestFrameSize,
  http2Preface,
} from './constants';
import { decodeHttp2FrameHeader } from './decode';
import type { Http2FrameHeader } from './frame';

/** The part of a header block that a frame carries. */
export interface BlockPart {
  /** Where it begins in the frame, and in the block. */
  readonly atInFrame: number;
  readonly atInBlock: number;
  readonly length: number;
  /** All of the block's fields, or why it cannot be read; undefined while the rest of it is missing. */
  block: Decoded<HpackBlock> | undefined;
}

/** A frame found in a stream. */
export interface StreamFrame {
  /** Stream offset of its header. */
  readonly offset: number;
  readonly header: Http2FrameHeader;
  readonly part: BlockPart | undefined;
}

/** Reads bytes of a stream; zeros past what was written. */
export type StreamReader = (offset: number, length: number) => Uint8Array;

/**
 * The frames of one direction of a connection, found from its first byte on as far as they are asked for: only who has
 * read all header blocks can read the next one (RFC 7541 section 2.2).
 */
export class Http2StreamFrames {
  readonly prefaceBytes: number;
  private readonly frames: StreamFrame[] = [];
  private readonly hpack = new HpackDecoder();
  /** Where the next frame begins. */
  private next: number;
  /** The frames of the header block that is not whole yet. */
  private open: StreamFrame[] = [];
  /** Bytes of the block that they carry. */
  private openBytes = 0;

  constructor(private readonly read: StreamReader) {
    const start = latin1Text(read(0, http2Preface.length));
    this.prefaceBytes = start === http2Preface ? http2Preface.length : 0;
    this.next = this.prefaceBytes;
  }

  /** Frames of which a byte lies from `from` on and before `to`, which must have been written. */
  between(from: number, to: number): StreamFrame[] {
    while (this.next < to && this.findNext()) continue;
    const found: StreamFrame[] = [];
    for (let at = this.lastAtOrBefore(from); at < this.frames.length; at += 1) {
      const frame = this.frames[at]!;
      if (frame.offset >= to) break;
      if (frame.offset + http2FrameHeaderBytes + frame.header.length > from) found.push(frame);
    }
    return found;
  }

  /** A whole frame's bytes. */
  bytesOf({ offset, header }: StreamFrame): Uint8Array {
    return this.read(offset, http2FrameHeaderBytes + header.length);
  }

  /** Finds one more frame; false where there is none that can be. */
  private findNext(): boolean {
    const header = decodeHttp2FrameHeader(this.read(this.next, http2FrameHeaderBytes));
    if (!header.ok) return false;
    const { value } = header;
    // Nothing that was written is DATA of stream 0: those are the zeros behind what was.
    if (value.type === Http2FrameType.data && value.stream === 0) return false;
    const frame: StreamFrame = { offset: this.next, header: value, part: this.partOf(value) };
    this.frames.push(frame);
    if (frame.part) this.takePart(frame);
    this.next += http2FrameHeaderBytes + value.length;
    return true;
  }

  private partOf({ type, flags, length }: Http2FrameHeader): BlockPart | undefined {
    const isContinuation = type === Http2FrameType.continuation;
    if (type !== Http2FrameType.headers && type !== Http2FrameType.pushPromise && !isContinuation)
      return undefined;
    const isPadded = !isContinuation && (flags & Http2Flag.padded) !== 0;
    const hasPriority = type === Http2FrameType.headers && (flags & Http2Flag.priority) !== 0;
    const promised = type === Http2FrameType.pushPromise ? 4 : 0;
    const ahead = (isPadded ? 1 : 0) + (hasPriority ? 5 : 0) + promised;
    const padding = isPadded ? this.read(this.next + http2FrameHeaderBytes, 1)[0]! : 0;
    const atInBlock = isContinuation ? this.openBytes : 0;
    return {
      atInFrame: http2FrameHeaderBytes + ahead,
      atInBlock,
      length: Math.max(0, Math.min(length, http2LargestFrameSize) - ahead - padding),
      block: undefined,
    };
  }

  private takePart(frame: StreamFrame): void {
    if (frame.header.type !== Http2FrameType.continuation) this.begin();
    this.open.push(frame);
    this.openBytes += frame.part?.length ?? 0;
    if (!(frame.header.flags & Http2Flag.endHeaders)) return;
    const bytes = new Uint8Array(this.openBytes);
    for (const { offset, part } of this.open)
      bytes.set(this.read(offset + part!.atInFrame, part!.length), part!.atInBlock);
    const block = this.hpack.decode(bytes);
    for (const { part } of this.open) part!.block = block;
    this.begin();
  }

  /** A header block begins. */
  private begin(): void {
    this.open = [];
    this.openBytes = 0;
  }

  /** Index of the last frame that begins at or before an offset; 0 where none does. */
  private lastAtOrBefore(offset: number): number {
    let low = 0;
    let high = this.frames.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.frames[middle]!.offset <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}
