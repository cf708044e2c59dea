import { placeIsLink, RecordKind } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';

/** Whether a record tells that a packet was made: those of TCP and QUIC name packets in rising order. */
function isSend(trace: TraceReader, seq: number): boolean {
  const kind = trace.kind(seq);
  return kind === RecordKind.tcpSend || kind === RecordKind.quicSend;
}

/**
 * A record that is not later than the first one about a packet: packets are numbered as they are made, and what happens
 * to one comes after it was made.
 */
function recordBefore(trace: TraceReader, packet: number): number {
  let low = 0;
  let high = trace.records.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    let probe = middle;
    while (probe < high && !isSend(trace, probe)) probe += 1;
    if (probe < high && trace.packet(probe) <= packet) low = probe;
    else high = middle;
  }
  return low;
}

/**
 * The first record of a packet on a link, at a TTL where one is given: each router takes one off, so the TTL tells
 * the hop. Undefined where the packet never was on such a link.
 */
export function findLinkRecord(trace: TraceReader, packet: number, timeToLive?: number): number | undefined {
  for (let seq = recordBefore(trace, packet); seq < trace.records.length; seq += 1) {
    if (trace.packet(seq) !== packet || !placeIsLink(trace.kind(seq))) continue;
    if (trace.kind(seq) === RecordKind.linkDrop) {
      // A drop's detail is its reason; it tells the hop only where the frame was refused at the first one.
      if (timeToLive === undefined || timeToLive === trace.timeToLive(packet)) return seq;
    } else if (timeToLive === undefined || trace.detail(seq) === timeToLive) return seq;
  }
  return undefined;
}

/** The latest `link.send` of a packet in a link direction before a record; undefined: it was never sent there. */
export function findSendOn(
  trace: TraceReader,
  packet: number,
  direction: number,
  before: number,
): number | undefined {
  const first = recordBefore(trace, packet);
  for (let seq = before - 1; seq >= first; seq -= 1)
    if (
      trace.kind(seq) === RecordKind.linkSend &&
      trace.packet(seq) === packet &&
      trace.place(seq) === direction
    )
      return seq;
  return undefined;
}
