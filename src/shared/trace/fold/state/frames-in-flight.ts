import { none, RecordKind } from '../../record';
import type { TraceReader } from '../../trace-reader';
import { FramesOnLink } from './frames-on-link';

let owners = 0;

/** What is on every link of a lab, by direction. Copies share what neither has changed since. */
export class FramesInFlight {
  /** Frames on all links together. */
  count = 0;
  private directions: (FramesOnLink | undefined)[] = [];
  private owner = ++owners;

  /** A direction's frames, oldest first; undefined: there never were any. */
  on(direction: number): FramesOnLink | undefined {
    return this.directions[direction];
  }

  /** A `link.send` record: its frame waits, or goes. */
  send(trace: TraceReader, seq: number): void {
    this.edit(trace.place(seq)).add(seq, trace.packet(seq));
    this.count += 1;
  }

  /**
   * A `link.arrive` or `link.drop` record: its frame is on the link no longer. It is known by the `link.send` that
   * caused the record; what a cut took, and what nothing is said to have caused, by its packet. A frame that was refused,
   * and a copy that the link made, never was there.
   */
  leave(trace: TraceReader, seq: number): void {
    const direction = trace.place(seq);
    const packet = trace.packet(seq);
    if (!this.directions[direction]?.count) return;
    const frames = this.edit(direction);
    const before = frames.count;
    if (frames.isHead(packet)) frames.removeHead();
    else frames.remove(sendBefore(trace, seq, frames), packet);
    this.count += frames.count - before;
  }

  assign(other: FramesInFlight): void {
    this.count = other.count;
    this.directions = other.directions.slice();
    // What was the other's own belongs to both now: neither may change it.
    this.owner = ++owners;
    other.owner = ++owners;
  }

  /** Adds what it is made of to a set of all that is known already, and returns the bytes that were new. */
  measure(known: Set<object>): number {
    let bytes = this.directions.length * 8;
    for (const frames of this.directions)
      if (frames && known.size < known.add(frames).size) bytes += frames.bytes;
    return bytes;
  }

  /** A direction's frames, to be changed. */
  private edit(direction: number): FramesOnLink {
    const frames = this.directions[direction];
    if (frames?.owner === this.owner) return frames;
    while (this.directions.length < direction) this.directions.push(undefined);
    return (this.directions[direction] = frames?.copy(this.owner) ?? new FramesOnLink(this.owner));
  }
}

/** The `link.send` record of the frame that a record tells the end of; NONE: it was not on the link. */
function sendBefore(trace: TraceReader, seq: number, frames: FramesOnLink): number {
  const cause = trace.cause(seq);
  if (cause === none) return frames.sendOf(trace.packet(seq));
  const kind = trace.kind(cause);
  if (kind === RecordKind.linkSend) return cause;
  return kind === RecordKind.linkCut ? frames.sendOf(trace.packet(seq)) : none;
}
