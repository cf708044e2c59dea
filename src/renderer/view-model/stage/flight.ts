import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { RunIndex } from '../run/run-index';
import type { RunTopology } from '../run/run-topology';

/** Where a frame's bits are on their link at a moment, 0 to 1 in the direction of travel. */
export interface Stretch {
  tail: number;
  head: number;
  /** Whether its first bit has not left yet: it waits in the sender's queue. */
  waiting: boolean;
}

/**
 * The stretch of a link that a frame occupies at a time (nanoseconds). The first bit leaves after its wait, the last
 * one a serialisation later; both then travel for the propagation delay. Written into `stretch`, so that drawing
 * 10,000 frames makes no objects.
 */
export function measureStretch(
  trace: TraceReader,
  topology: RunTopology,
  index: RunIndex,
  send: number,
  time: number,
  stretch: Stretch,
): void {
  const direction = trace.place(send);
  const first = trace.time(send) + trace.wait(send);
  const last = first + topology.serialisation(direction, trace.frameBytes(trace.packet(send)));
  const arrival = index.variedArrival(send);
  const delay = arrival === undefined ? topology.delay(direction) : arrival - last;
  stretch.waiting = time < first;
  stretch.head = travelled(time - first, delay);
  // With no delay the frame is on the whole link at once, until its last bit has left.
  stretch.tail = delay <= 0 ? 0 : travelled(time - last, delay);
}

function travelled(elapsed: number, delay: number): number {
  if (delay <= 0) return elapsed >= 0 ? 1 : 0;
  return Math.min(1, Math.max(0, elapsed / delay));
}
