import { relativeAcknowledgement } from '../../shared/trace/relative-acknowledgement';
import { formatAddress } from '../../shared/units/address';
import type { Lab } from '../../shared/lab/lab';
import { tcpFlagNames } from '../../shared/trace/packet';
import { RecordKind, dropReasons, none, segmentReasons } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';

/** Columns of the table of packets; times are nanoseconds of virtual time, sizes bytes. */
export const csvColumns = [
  'packet',
  'sent_ns',
  'arrived_ns',
  'lost',
  'connection',
  'source',
  'source_port',
  'destination',
  'destination_port',
  'flags',
  'relative_sequence',
  'relative_acknowledgement',
  'window',
  'payload_bytes',
  'frame_bytes',
  'reason',
] as const;

/**
 * A run's packets as comma-separated values (RFC 4180), one packet a line: when it was sent, when its last bit reached
 * its destination (empty: it did not), and why it was lost (empty: it was not).
 */
export function* csvLines(lab: Lab, trace: TraceReader): Generator<string> {
  const fates = packetFates(lab, trace);
  yield `${csvColumns.join(',')}\r\n`;
  for (let packet = 0; packet < trace.packets.length; packet++) {
    const connection = trace.connectionOfPacket(packet);
    const fields: (string | number)[] = [
      packet,
      known(fates.sent[packet]),
      known(fates.arrived[packet]),
      dropReasons[fates.lost[packet] ?? 0] ?? '',
      connection === none ? '' : connection,
      formatAddress(trace.sourceAddress(packet)),
      trace.sourcePort(packet),
      formatAddress(trace.destinationAddress(packet)),
      trace.destinationPort(packet),
      tcpFlagNames(trace.flags(packet)).join(' '),
      trace.relativeSequence(packet),
      relativeAcknowledgement(trace, packet),
      trace.window(packet),
      trace.payloadBytes(packet),
      trace.frameBytes(packet),
      fates.reason[packet] === 0 ? 'copy made by a link' : (segmentReasons[fates.reason[packet] ?? 0] ?? ''),
    ];
    if (fates.lost[packet] === 0) fields[3] = '';
    yield `${fields.map(quoted).join(',')}\r\n`;
  }
}

function known(time: number | undefined): number | '' {
  return time === undefined || Number.isNaN(time) ? '' : time;
}

function quoted(field: string | number): string {
  const text = String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

interface PacketFates {
  readonly sent: Float64Array;
  readonly arrived: Float64Array;
  /** DropReason; 0: not lost. */
  readonly lost: Uint8Array;
  /** SegmentReason; 0: no TCP sent it, a link copied it. */
  readonly reason: Uint8Array;
}

function packetFates(lab: Lab, trace: TraceReader): PacketFates {
  const packets = trace.packets.length;
  const fates: PacketFates = {
    sent: new Float64Array(packets).fill(NaN),
    arrived: new Float64Array(packets).fill(NaN),
    lost: new Uint8Array(packets),
    reason: new Uint8Array(packets),
  };
  for (let seq = 0; seq < trace.records.length; seq++) {
    const packet = trace.packet(seq);
    if (packet === none) continue;
    switch (trace.kind(seq)) {
      case RecordKind.tcpSend:
        fates.sent[packet] = trace.time(seq);
        fates.reason[packet] = trace.detail(seq);
        break;
      case RecordKind.linkArrive:
        if (reachesItsDestination(lab, trace, seq)) fates.arrived[packet] = trace.time(seq);
        break;
      case RecordKind.linkDrop:
      case RecordKind.ipDrop:
        fates.lost[packet] = trace.detail(seq);
        break;
    }
  }
  return fates;
}

/** Whether a frame that arrives is at the port that has its destination address. */
function reachesItsDestination(lab: Lab, trace: TraceReader, seq: number): boolean {
  const direction = trace.place(seq);
  const link = lab.links[direction >>> 1];
  const device = lab.devices[link?.devices[direction & 1 ? 0 : 1] ?? -1];
  const destination = trace.destinationAddress(trace.packet(seq));
  return device?.ports.some((port) => port.addresses.includes(destination)) ?? false;
}
