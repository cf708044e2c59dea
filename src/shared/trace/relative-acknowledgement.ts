import { otherEnd, type End } from './connections';
import { sendingEnd } from './ends';
import { protocolTcp } from './packet';
import type { TraceReader } from './trace-reader';

/**
 * A packet's row holds the low 32 bits of its relative acknowledgement. What an acknowledgement can mean at that moment
 * tells the rest: bytes that the other end has sent, and no more than a window (2^30 bytes, RFC 7323 section 2.3) ago.
 */
const word = 2 ** 32;
const window = 2 ** 30;

/** How far an end has come in its stream: told at the first packet, and from each window on again. */
interface Progress {
  readonly packets: number[];
  readonly sequences: number[];
}

class SentProgress {
  /** By connection * 2 + end; ends that never send more than a window have none. */
  private readonly ends = new Map<number, Progress>();
  private seen = 0;

  constructor(private readonly trace: TraceReader) {}

  /** About how far an end had come when a packet was made, to a window. */
  before(connection: number, end: End, packet: number): number {
    this.catchUp();
    const progress = this.ends.get(connection * 2 + end);
    if (!progress) return 0;
    let at = progress.packets.length - 1;
    while (at >= 0 && (progress.packets[at] ?? 0) > packet) at -= 1;
    return progress.sequences[at] ?? 0;
  }

  private catchUp(): void {
    const { trace } = this;
    for (; this.seen < trace.packets.length; this.seen += 1) {
      const sequence = trace.relativeSequence(this.seen);
      if (sequence >= window && trace.protocol(this.seen) === protocolTcp) this.take(this.seen, sequence);
    }
  }

  private take(packet: number, sequence: number): void {
    const { trace } = this;
    const key = trace.connectionOfPacket(packet) * 2 + sendingEnd(trace, packet);
    const progress = this.ends.get(key);
    if (!progress) this.ends.set(key, { packets: [packet], sequences: [sequence] });
    else if (sequence >= (progress.sequences.at(-1) ?? 0) + window) {
      progress.packets.push(packet);
      progress.sequences.push(sequence);
    }
  }
}

const progressOf = new WeakMap<TraceReader, SentProgress>();

/** A segment's acknowledgement, counted from the other end's SYN: 1 for its first byte, and never wrapping. */
export function relativeAcknowledgement(trace: TraceReader, packet: number): number {
  let sent = progressOf.get(trace);
  if (!sent) progressOf.set(trace, (sent = new SentProgress(trace)));
  const low = trace.lowRelativeAcknowledgement(packet);
  const connection = trace.connectionOfPacket(packet);
  const about = sent.before(connection, otherEnd(sendingEnd(trace, packet)), packet);
  // The one number with these low bits that lies nearest: less than half a word away.
  return low + Math.max(0, Math.round((about - low) / word)) * word;
}
