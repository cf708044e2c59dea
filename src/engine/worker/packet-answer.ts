import type { Dissection } from '../../shared/dissection';
import { RecordKind, none } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { dissectPacket } from '../wire/dissect';

/**
 * A packet's bytes and fields as they are at a record of a link (each router takes one off the TTL, RFC 791
 * section 3.2), or as first sent. Undefined where the trace has no such packet.
 */
export function answerPacket(
  trace: Trace,
  packet: number,
  record: number | undefined,
): Dissection | undefined {
  if (packet >= trace.packets.length) return undefined;
  return dissectPacket(trace, packet, record === undefined ? undefined : timeToLiveAt(trace, packet, record));
}

/** The TTL that a packet has at a `link.*` record; undefined for records of other kinds or packets. */
export function timeToLiveAt(trace: Trace, packet: number, record: number): number | undefined {
  if (record >= trace.records.length || trace.packet(record) !== packet) return undefined;
  const kind = trace.kind(record);
  if (kind === RecordKind.linkSend || kind === RecordKind.linkArrive) return trace.detail(record);
  // A drop's detail is its reason: the TTL is that of the sending which it ended.
  const cause = trace.cause(record);
  return kind === RecordKind.linkDrop && cause !== none ? timeToLiveAt(trace, packet, cause) : undefined;
}
