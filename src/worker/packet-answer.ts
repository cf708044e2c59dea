import type { Dissection } from '../shared/dissection';
import { dissectPacket, dissectRecord } from '../bytes/dissection/dissect';
import type { TraceBytes } from '../bytes/frames/trace-bytes';

/**
 * A packet's bytes and fields as they are on the link of a `link.*` record about it; without such a record as it was
 * first sent. Undefined where the trace has no such packet.
 */
export function answerPacket(
  source: TraceBytes,
  packet: number,
  record: number | undefined,
): Dissection | undefined {
  const { trace } = source;
  if (packet >= trace.packets.length) return undefined;
  const isAbout = record !== undefined && record < trace.records.length && trace.packet(record) === packet;
  return (isAbout ? dissectRecord(source, record) : undefined) ?? dissectPacket(source, packet);
}
