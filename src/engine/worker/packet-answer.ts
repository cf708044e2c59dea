import type { Dissection } from '../../shared/dissection';
import type { Trace } from '../../shared/trace/trace';
import { dissectPacket, dissectRecord } from '../wire/dissect';

/**
 * A packet's bytes and fields as they are on the link of a `link.*` record about it; without such a record as it was
 * first sent. Undefined where the trace has no such packet.
 */
export function answerPacket(
  trace: Trace,
  packet: number,
  record: number | undefined,
): Dissection | undefined {
  if (packet >= trace.packets.length) return undefined;
  const isAbout = record !== undefined && record < trace.records.length && trace.packet(record) === packet;
  return (isAbout ? dissectRecord(trace, record) : undefined) ?? dissectPacket(trace, packet);
}
