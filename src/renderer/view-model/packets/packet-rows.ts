import { formatAddress } from '../../../shared/units/address';
import { dropReasons } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { PacketLabels } from '../labels/packet-labels';
import type { RunIndex } from '../run/run-index';
import { protocolClasses, type ProtocolClass } from '../picture/stage-picture';
import { millisecondsColumn } from '../time-format';

/** One line of the packet list. */
export interface PacketRow {
  /** Row of the list of all packets, from 0. */
  readonly row: number;
  readonly packet: number;
  /** The record that it came into being with. */
  readonly record: number;
  /** Milliseconds, to the nanosecond. */
  readonly time: string;
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  /** Bytes of the frame. */
  readonly length: number;
  readonly info: string;
  /** Why it was lost; undefined when it was not. */
  readonly loss: string | undefined;
  readonly protocolClass: ProtocolClass;
}

/** What rows are read from. */
export interface RowSource {
  readonly trace: TraceReader;
  readonly index: RunIndex;
  readonly labels: PacketLabels;
}

/** A row of the packet list, made when it is looked at; undefined beyond the last one. */
export function packetRow({ trace, index, labels }: RowSource, row: number): PacketRow | undefined {
  const record = index.rows.at(row);
  if (record === undefined) return undefined;
  const packet = trace.packet(record);
  const loss = index.lossOf(packet);
  return {
    row,
    packet,
    record,
    time: millisecondsColumn(trace.time(record)),
    source: formatAddress(trace.sourceAddress(packet)),
    destination: formatAddress(trace.destinationAddress(packet)),
    protocol: labels.protocol(packet),
    length: trace.frameBytes(packet),
    info: labels.info(packet),
    loss: loss === undefined ? undefined : (dropReasons[trace.detail(loss)] ?? 'unknown'),
    protocolClass: protocolClasses[labels.tint(packet)] ?? 'other',
  };
}

/** The latest row whose packet exists after so many records: the one at the playhead. -1 before the first. */
export function rowAt(index: RunIndex, records: number): number {
  return index.rows.countBelow(records) - 1;
}
