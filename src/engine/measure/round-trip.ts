import type { Lab } from '../../shared/lab/lab';
import { otherEnd, type End } from '../../shared/trace/connections';
import { endReached } from '../../shared/trace/ends';
import { none, RecordKind } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';

/**
 * What distance alone costs a connection's packets there and back, nanoseconds: the delays of the links that the
 * first packet to arrive at each end crossed. undefined: none arrived at one of them.
 */
export function propagationRoundTrip(lab: Lab, trace: TraceReader, connection: number): number | undefined {
  const there = firstArrival(lab, trace, connection, 0);
  const back = firstArrival(lab, trace, connection, 1);
  if (there === undefined || back === undefined) return undefined;
  return delayOfPath(lab, trace, there) + delayOfPath(lab, trace, back);
}

/** The `link.arrive` record of the first packet of an end that reached the other one. */
function firstArrival(lab: Lab, trace: TraceReader, connection: number, end: End): number | undefined {
  for (let seq = 0; seq < trace.records.length; seq++) {
    if (trace.connection(seq) !== connection || trace.kind(seq) !== RecordKind.linkArrive) continue;
    if (endReached(trace, lab.links, seq) === otherEnd(end)) return seq;
  }
  return undefined;
}

/** The delays of the links that a packet crossed until it arrived. */
function delayOfPath(lab: Lab, trace: TraceReader, arrival: number): number {
  const packet = trace.packet(arrival);
  let delay = 0;
  for (let seq = arrival; seq !== none && trace.packet(seq) === packet; seq = trace.cause(seq))
    if (trace.kind(seq) === RecordKind.linkArrive) delay += lab.links[trace.place(seq) >>> 1]?.delay ?? 0;
  return delay;
}
