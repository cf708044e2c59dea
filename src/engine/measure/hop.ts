import type { Lab } from '../../shared/lab/lab';
import { RecordKind, none } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';

/** Nanoseconds, not rounded, for which a frame occupies a link's transmitter. */
export function serialisation(lab: Lab, direction: number, frameBytes: number): number {
  const link = linkOf(lab, direction);
  return (frameBytes + link.frameOverhead) * (8e9 / link.bandwidth);
}

function linkOf(lab: Lab, direction: number) {
  const link = lab.links[direction >>> 1];
  if (!link) throw new RangeError(`no link has the direction ${direction}`);
  return link;
}

/** Where the time between two records went, nanoseconds: all four add up to it. */
export interface PathCosts {
  /** Bits being put on links, one after the other. */
  readonly serialisation: number;
  /** Frames waiting for a busy transmitter. */
  readonly waiting: number;
  /** Distance: from the last bit's leaving to its arrival, jitter included. */
  readonly propagation: number;
  /** Everything else: timers, thinking. */
  readonly elsewhere: number;
}

/**
 * Follows a record's causes back to `origin` and adds up what each hop on the way cost. Where the chain ends without
 * meeting `origin`, what is before its end counts as elsewhere.
 */
export function pathCosts(lab: Lab, trace: TraceReader, origin: number, target: number): PathCosts {
  let serialising = 0;
  let waiting = 0;
  let propagation = 0;
  for (let seq = target; seq !== none && seq > origin; seq = trace.cause(seq)) {
    if (trace.kind(seq) !== RecordKind.linkArrive) continue;
    const send = trace.cause(seq);
    const wait = trace.wait(send);
    const crossing = trace.time(seq) - trace.time(send) - wait;
    const busy = transmission(lab, trace, seq, crossing);
    serialising += busy;
    waiting += wait;
    propagation += crossing - busy;
  }
  const total = trace.time(target) - trace.time(origin);
  return {
    serialisation: serialising,
    waiting,
    propagation,
    elsewhere: total - serialising - waiting - propagation,
  };
}

/** Whole nanoseconds of a crossing that putting the bits on the link took: what is not distance, where jitter hides nothing. */
function transmission(lab: Lab, trace: TraceReader, arrival: number, crossing: number): number {
  const direction = trace.place(arrival);
  const exactly = serialisation(lab, direction, trace.frameBytes(trace.packet(arrival)));
  const withoutJitter = crossing - linkOf(lab, direction).delay;
  return Math.abs(withoutJitter - exactly) <= 1 ? withoutJitter : Math.round(exactly);
}
