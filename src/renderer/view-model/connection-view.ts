import { formatAddress } from '../../shared/address';
import { isRetransmission, type EndColumn, type LabState } from '../../shared/trace/fold';
import { connectionStateName } from '../../shared/trace/connection-states';
import { congestionPhases, none } from '../../shared/trace/record';
import { TcpFlag } from '../../shared/trace/packet';
import type { Trace } from '../../shared/trace/trace';
import { formatSize } from '../../shared/units';
import type { RowSource } from './packet-rows';
import { packetName, type SentenceSource } from './record-sentences';
import type { RunIndex } from './run-index';
import type { RunTopology } from './run-topology';
import { sendingEnd } from './stream-texts';
import { readableTime } from './time-format';

/** A line of the connection's table: what both ends have there. */
export interface ConnectionLine {
  readonly name: string;
  /** What the figure is, and where it is defined. */
  readonly says: string;
  readonly values: readonly [string, string];
}

export interface ConnectionEnd {
  readonly device: string;
  /** `10.0.1.2:32768` */
  readonly socket: string;
  readonly state: string;
  /** Nanoseconds in that state. */
  readonly since: string;
}

/** How one end of a connection is called: `client:32768`. */
export function endName(trace: Trace, topology: RunTopology, connection: number, end: 0 | 1): string {
  const row = trace.connections[connection];
  return row ? `${topology.deviceId(row.devices[end])}:${row.ports[end]}` : '?';
}

/** Who a connection is between, and in which states they are at the playhead (time in nanoseconds). */
export function connectionEnds(
  { trace, topology }: SentenceSource,
  state: LabState,
  time: number,
  connection: number,
): readonly [ConnectionEnd, ConnectionEnd] {
  const end = (which: 0 | 1): ConnectionEnd => {
    const row = trace.connections[connection];
    const enteredBy = state.ends.get(connection * 2 + which, 'enteredBy');
    return {
      device: row ? topology.deviceId(row.devices[which]) : '?',
      socket: row ? `${formatAddress(row.addresses[which])}:${row.ports[which]}` : '?',
      state: connectionStateName(trace, connection, state.ends.get(connection * 2 + which, 'state')),
      since: enteredBy > 0 ? `for ${readableTime(time - trace.time(enteredBy))}` : '',
    };
  };
  return [end(0), end(1)];
}

/** The figures of a connection at the playhead, both ends side by side. */
export function connectionLines(
  source: SentenceSource,
  state: LabState,
  connection: number,
): readonly ConnectionLine[] {
  const cell = (end: 0 | 1, column: EndColumn) => state.ends.get(connection * 2 + end, column);
  const both = (
    name: string,
    says: string,
    column: EndColumn,
    show: (value: number, end: 0 | 1) => string,
  ): ConnectionLine => ({ name, says, values: [show(cell(0, column), 0), show(cell(1, column), 1)] });
  const last = [0, 1].map((end) => lastSegments(source, connection, end as 0 | 1, state.next));
  const ofLast = (name: string, says: string, show: (packet: number) => string): ConnectionLine => ({
    name,
    says,
    values: [show(last[0]?.sent ?? none), show(last[1]?.sent ?? none)],
  });
  const { trace } = source;
  return [
    both('ISS', 'initial send sequence number (RFC 9293 section 3.4.1)', 'initialSequence', plainNumber),
    ofLast('last segment', 'the latest segment that it sent', (packet) => named(source, packet)),
    {
      name: 'SND.NXT',
      says: 'next sequence number to send, relative, by the latest segment that it sent for the first time',
      values: [nextSequence(trace, last[0]?.first), nextSequence(trace, last[1]?.first)],
    },
    {
      name: 'SND.UNA',
      says: 'oldest unacknowledged sequence number, relative, by the latest ACK that reached it',
      values: [acknowledged(trace, last[0]?.received), acknowledged(trace, last[1]?.received)],
    },
    both(
      'in flight',
      'bytes sent and not yet acknowledged, after its latest segment',
      'bytesInFlight',
      bytes,
    ),
    both('SND.WND', 'what the other end allows it to send, bytes', 'sendWindow', bytes),
    both('cwnd', 'congestion window (RFC 5681)', 'congestionWindow', bytes),
    both('ssthresh', 'slow start threshold (RFC 5681)', 'slowStartThreshold', (value) =>
      value === none ? 'not set' : bytes(value),
    ),
    both('phase', 'of its congestion control', 'congestionPhase', (value, end) =>
      cell(end, 'congestionWindow') === 0 ? '–' : (congestionPhases[value] ?? '–'),
    ),
    both('SRTT', 'smoothed round-trip time (RFC 6298)', 'smoothedRoundTrip', microseconds),
    both('RTO', 'retransmission timeout (RFC 6298)', 'retransmissionTimeout', microseconds),
    both('segments', 'segments sent', 'sentSegments', count),
    both('sent again', 'retransmissions among them', 'retransmissions', count),
    both('delivered', 'bytes handed to its application, in order', 'deliveredBytes', bytes),
  ];
}

/** The latest packet that an end sent, the latest of those not sent again, and the latest that reached it, by then. */
function lastSegments(
  { trace, index, labels }: RowSource,
  connection: number,
  end: 0 | 1,
  records: number,
): { sent: number; first: number; received: number } {
  const rows = index.rowsOfConnection(connection);
  let sent: number = none;
  let first: number = none;
  let received: number = none;
  for (let at = countBefore(rows, index, records) - 1; at >= 0; at -= 1) {
    const packet = index.packetAt(rows.at(at) ?? 0);
    const isOwn = sendingEnd(trace, packet) === end;
    if (isOwn && sent === none) sent = packet;
    if (isOwn && first === none && !isRetransmission(labels.reason(packet))) first = packet;
    if (!isOwn && received === none && (index.deliveryOf(packet) ?? none) < records) received = packet;
    if (first !== none && received !== none) break;
  }
  return { sent, first, received };
}

/** How many of a connection's rows were sent before a number of records. */
function countBefore(
  rows: ReturnType<RunIndex['rowsOfConnection']>,
  index: RunIndex,
  records: number,
): number {
  return rows.countBelow(index.rows.countBelow(records));
}

function nextSequence(trace: Trace, packet: number | undefined): string {
  if (packet === undefined || packet === none) return '–';
  // SYN and FIN take a sequence number each (RFC 9293 section 3.4).
  const flags = trace.flags(packet);
  const taken = (flags & TcpFlag.syn ? 1 : 0) + (flags & TcpFlag.fin ? 1 : 0);
  return count(trace.relativeSequence(packet) + trace.payloadBytes(packet) + taken);
}

function acknowledged(trace: Trace, packet: number | undefined): string {
  const known = packet !== undefined && packet !== none && trace.flags(packet) & TcpFlag.ack;
  return known ? count(trace.relativeAcknowledgement(packet)) : '–';
}

function named(source: SentenceSource, packet: number): string {
  return packet === none ? '–' : packetName(source, packet);
}

function bytes(value: number): string {
  return value === 0 ? '0' : `${count(value)} B`;
}

function plainNumber(value: number): string {
  return value === 0 ? '–' : String(value);
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function microseconds(value: number): string {
  return value === 0 ? '–' : readableTime(value * 1000);
}

/** Sizes as the device's counters show them. */
export function sizeOrNone(value: number): string {
  return value === 0 ? '0 B' : formatSize(value);
}
