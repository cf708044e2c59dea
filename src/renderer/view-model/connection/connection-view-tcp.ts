import { relativeAcknowledgement } from '../../../shared/trace/relative-acknowledgement';
import { isRetransmission } from '../../../shared/trace/kinds/tcp';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { none } from '../../../shared/trace/record';
import { TcpFlag } from '../../../shared/trace/packet';
import { tlsAnswerOf } from '../../../shared/trace/tls-tables';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import {
  bytes,
  columnLines,
  congestionFigures,
  count,
  lineOf,
  streamsLine,
  tlsLines,
  type ConnectionLine,
} from './connection-view-lines';
import { mediaLines } from './connection-view-flow';
import type { RowSource } from '../packets/packet-rows';
import { packetName, type SentenceSource } from '../sentences/sentence-source';
import { sendingEnd } from '../../../shared/trace/ends';

const standard = {
  control: 'RFC 5681',
  roundTrip: 'RFC 6298',
  timeout: 'RTO, retransmission timeout (RFC 6298)',
} as const;

/** The figures of a TCP connection at the playhead, and of the TLS and HTTP/2 that it carries. */
export function tcpLines(source: SentenceSource, state: LabState, connection: number): ConnectionLine[] {
  const { trace } = source;
  const column = columnLines(state, connection);
  const last = [
    lastSegments(source, connection, 0, state.next),
    lastSegments(source, connection, 1, state.next),
  ] as const;
  return [
    column('ISS', 'initial send sequence number (RFC 9293 section 3.4.1)', 'initialSequence', plainNumber),
    lineOf('last segment', 'the latest segment that it sent', (end) => named(source, last[end].sent)),
    lineOf(
      'SND.NXT',
      'next sequence number to send, relative, by the latest segment that it sent for the first time',
      (end) => nextSequence(trace, last[end].first),
    ),
    lineOf(
      'SND.UNA',
      'oldest unacknowledged sequence number, relative, by the latest ACK that reached it',
      (end) => acknowledged(trace, last[end].received),
    ),
    column(
      'flight size',
      'FlightSize: sent and not cumulatively acknowledged (RFC 5681, section 2). What was selectively acknowledged counts, so that it can be above cwnd; after its latest segment',
      'bytesInFlight',
      bytes,
    ),
    column('SND.WND', 'what the other end allows it to send, bytes', 'sendWindow', bytes),
    ...congestionFigures(state, connection, standard),
    column('segments', 'segments sent', 'sentSegments', count),
    column('sent again', 'retransmissions among them', 'retransmissions', count),
    column('delivered', 'bytes handed to its application, in order', 'deliveredBytes', bytes),
    ...tlsLines(trace, state, connection),
    ...mediaLines(source, state, connection),
    ...(tlsAnswerOf(trace, connection)?.protocol === 'h2'
      ? [streamsLine(state, connection, 'RFC 9113 section 5.1')]
      : []),
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
  for (let at = rows.countBelow(index.rows.countBelow(records)) - 1; at >= 0; at -= 1) {
    const packet = index.packetAt(rows.at(at) ?? 0);
    const isOwn = sendingEnd(trace, packet) === end;
    if (isOwn && sent === none) sent = packet;
    if (isOwn && first === none && !isRetransmission(labels.reason(packet))) first = packet;
    if (!isOwn && received === none && (index.deliveryOf(packet) ?? none) < records) received = packet;
    if (first !== none && received !== none) break;
  }
  return { sent, first, received };
}

function nextSequence(trace: TraceReader, packet: number): string {
  if (packet === none) return '–';
  // SYN and FIN take a sequence number each (RFC 9293 section 3.4).
  const flags = trace.flags(packet);
  const taken = (flags & TcpFlag.syn ? 1 : 0) + (flags & TcpFlag.fin ? 1 : 0);
  return count(trace.relativeSequence(packet) + trace.payloadBytes(packet) + taken);
}

function acknowledged(trace: TraceReader, packet: number): string {
  const known = packet !== none && trace.flags(packet) & TcpFlag.ack;
  return known ? count(relativeAcknowledgement(trace, packet)) : '–';
}

function named(source: SentenceSource, packet: number): string {
  return packet === none ? '–' : packetName(source, packet);
}

function plainNumber(value: number): string {
  return value === 0 ? '–' : String(value);
}
