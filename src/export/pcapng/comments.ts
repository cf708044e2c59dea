import type { Lab } from '../../shared/lab/lab';
import {
  DropReason,
  dropReasons,
  none,
  RecordKind,
  SegmentReason,
  segmentReasons,
} from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';

/** Reasons for a segment that its flags do not already tell. */
const ordinaryReasons = new Set<number>([
  0,
  SegmentReason.syn,
  SegmentReason.synAck,
  SegmentReason.ack,
  SegmentReason.delayedAck,
  SegmentReason.data,
  SegmentReason.fin,
  SegmentReason.rst,
]);

/**
 * What a reader of a capture cannot see in a packet's bytes, by packet: that it is a retransmission, and of which kind;
 * where and why it was lost; that a link made it. Packets with nothing to say are not in the map.
 */
export function packetComments(lab: Lab, trace: TraceReader): Map<number, string[]> {
  const comments = new Map<number, string[]>();
  const add = (packet: number, comment: string) => {
    const known = comments.get(packet);
    if (known) known.push(comment);
    else comments.set(packet, [comment]);
  };
  for (let record = 0; record < trace.records.length; record += 1) {
    const packet = trace.packet(record);
    if (packet === none) continue;
    const comment = commentOf(lab, trace, record);
    if (comment !== undefined) add(packet, comment);
  }
  return comments;
}

function commentOf(lab: Lab, trace: TraceReader, record: number): string | undefined {
  const detail = trace.detail(record);
  switch (trace.kind(record)) {
    case RecordKind.tcpSend:
      return ordinaryReasons.has(detail) ? undefined : segmentReasons[detail];
    case RecordKind.linkArrive:
      return duplicateComment(lab, trace, record);
    case RecordKind.linkDrop: {
      const verb = detail === DropReason.queueFull ? 'refused by' : 'lost on';
      return `${verb} ${directionName(lab, trace.place(record))}: ${dropReasons[detail] ?? 'unknown'}`;
    }
    case RecordKind.ipDrop: {
      const device = lab.devices[trace.place(record)]?.id ?? '';
      return `discarded by ${device}: ${dropReasons[detail] ?? 'unknown'}`;
    }
    default:
      return undefined;
  }
}

/** A link's copy arrives because of the original's `link.send`. */
function duplicateComment(lab: Lab, trace: TraceReader, record: number): string | undefined {
  const cause = trace.cause(record);
  if (cause === none || trace.kind(cause) !== RecordKind.linkSend) return undefined;
  if (trace.packet(cause) === trace.packet(record)) return undefined;
  const link = lab.links[trace.place(record) >>> 1]?.id ?? '';
  return `a duplicate of packet ${trace.packet(cause)} made by link ${link}`;
}

/** `link wan from router to server`. */
function directionName(lab: Lab, direction: number): string {
  const link = lab.links[direction >>> 1];
  const end = (direction & 1) as 0 | 1;
  const device = (at: 0 | 1) => (link && lab.devices[link.devices[at]]?.id) ?? '';
  return `link ${link?.id ?? ''} from ${device(end)} to ${device(end === 0 ? 1 : 0)}`;
}
