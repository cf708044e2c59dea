import type { Lab } from '../shared/lab/lab';
import type { Moment } from '../shared/messages/messages';
import { RecordKind } from '../shared/trace/record';
import type { TraceReader } from '../shared/trace/trace-reader';

/**
 * A moment that makes a good picture of a run: the first packet with payload, half-way over the slowest link of its
 * way; where no payload was sent, the first packet of all. Undefined where nothing crossed a link.
 */
export function pictureMoment(lab: Lab, trace: TraceReader): Moment | undefined {
  const packet = firstPacketOnLinks(trace, true) ?? firstPacketOnLinks(trace, false);
  if (packet === undefined) return undefined;
  let best: { time: number; record: number; crossing: number } | undefined;
  for (const send of sendsOf(trace, packet)) {
    const link = lab.links[trace.place(send) >>> 1];
    if (!link) continue;
    const bits = (trace.frameBytes(packet) + link.frameOverhead) * 8;
    const crossing = (bits * 1e9) / link.bandwidth + link.delay;
    const time = Math.round(trace.time(send) + trace.wait(send) + crossing / 2);
    if (!best || crossing > best.crossing) best = { time, record: send, crossing };
  }
  return best && { time: best.time, packet, record: best.record };
}

function firstPacketOnLinks(trace: TraceReader, withPayload: boolean): number | undefined {
  for (let seq = 0; seq < trace.records.length; seq++) {
    if (trace.kind(seq) !== RecordKind.linkSend) continue;
    const packet = trace.packet(seq);
    if (!withPayload || trace.payloadBytes(packet) > 0) return packet;
  }
  return undefined;
}

function* sendsOf(trace: TraceReader, packet: number): Generator<number> {
  for (let seq = 0; seq < trace.records.length; seq++)
    if (trace.kind(seq) === RecordKind.linkSend && trace.packet(seq) === packet) yield seq;
}
