import type { Lab } from '../../shared/lab/lab';
import { RecordKind, none } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';

/** Nanoseconds for which a frame occupies a link's transmitter; rounded as the link itself rounds it. */
export function serialisation(lab: Lab, direction: number, frameBytes: number): number {
  const link = lab.links[direction >>> 1];
  if (!link) throw new RangeError(`no link has the direction ${direction}`);
  return Math.round((frameBytes + link.frameOverhead) * (8e9 / link.bandwidth));
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
export function pathCosts(lab: Lab, trace: Trace, origin: number, target: number): PathCosts {
  let serialising = 0;
  let waiting = 0;
  let propagation = 0;
  for (let seq = target; seq !== none && seq > origin; seq = trace.cause(seq)) {
    if (trace.kind(seq) !== RecordKind.linkArrive) continue;
    const send = trace.cause(seq);
    const busy = serialisation(lab, trace.place(seq), trace.frameBytes(trace.packet(seq)));
    const wait = trace.wait(send);
    serialising += busy;
    waiting += wait;
    propagation += trace.time(seq) - trace.time(send) - wait - busy;
  }
  const total = trace.time(target) - trace.time(origin);
  return {
    serialisation: serialising,
    waiting,
    propagation,
    elsewhere: total - serialising - waiting - propagation,
  };
}
