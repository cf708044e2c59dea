import { visitStretches } from '../../../shared/lanes/lanes-bytes';
import { LaneWhy, type Lane, type LaneReader, type LaneSegment } from '../../../shared/lanes/lanes';
import { none, RecordKind } from '../../../shared/trace/record';

/** Records looked through in each direction before giving up. */
const reach = 50_000;

/** A packet, and the record at which it is to be looked at. */
export interface LanePacket {
  readonly packet: number;
  readonly record: number;
}

/**
 * The packet to look at for a moment of a lane: the lost one for which it is blocked, else the nearest in time that
 * carries its bytes. undefined: there is none near.
 */
export function packetBehindLane(
  reader: LaneReader,
  lane: Lane,
  segment: LaneSegment,
  time: number,
): LanePacket | undefined {
  const waits = segment.why === LaneWhy.missingByte || segment.why === LaneWhy.streamByte;
  return (waits ? lostPacket(reader, lane, segment) : undefined) ?? nearestPacket(reader, lane, time);
}

/** The loss that took the byte for which a lane waits: the last one before it was repaired. */
function lostPacket(reader: LaneReader, lane: Lane, segment: LaneSegment): LanePacket | undefined {
  const { trace } = reader;
  const start = Math.min(trace.records.length, trace.firstAtOrAfter(segment.from + 1)) - 1;
  const isQuic = trace.connections[lane.connection]?.protocol === 'quic';
  for (let record = start; record >= Math.max(0, start - reach); record -= 1) {
    const kind = trace.kind(record);
    if (kind !== RecordKind.linkDrop && kind !== RecordKind.ipDrop) continue;
    if (trace.connection(record) !== lane.connection) continue;
    const packet = trace.packet(record);
    const stretches: (readonly [stream: number, from: number, to: number])[] = [];
    visitStretches(trace, packet, (...stretch) => stretches.push(stretch));
    const hasByte = stretches.some(
      ([stream, from, to]) =>
        (!isQuic || stream === lane.stream) && from <= segment.about && segment.about < to,
    );
    if (hasByte) return { packet, record };
  }
  return undefined;
}

function nearestPacket(reader: LaneReader, lane: Lane, time: number): LanePacket | undefined {
  const { trace } = reader;
  const at = trace.firstAtOrAfter(time);
  for (let away = 0; away < reach; away += 1) {
    for (const record of away === 0 ? [at] : [at - away, at + away]) {
      if (record < 0 || record >= trace.records.length) continue;
      if (trace.connection(record) !== lane.connection || trace.kind(record) !== RecordKind.linkArrive)
        continue;
      const packet = trace.packet(record);
      if (packet !== none && carries(reader, lane, packet)) return { packet, record };
    }
  }
  return undefined;
}

function carries(reader: LaneReader, lane: Lane, packet: number): boolean {
  let found = false;
  reader.bytes.visitPacket(packet, (request) => (found ||= request === lane.request));
  return found;
}
