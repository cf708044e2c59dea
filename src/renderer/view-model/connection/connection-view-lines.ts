import { quicReceiveStates, quicSendStates } from '../../../shared/trace/quic';
import { congestionPhases, http2States, none } from '../../../shared/trace/record';
import type { EndColumn } from '../../../shared/trace/fold/state/columns';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { tlsAnswerOf, tlsVersionName } from '../../../shared/trace/tls-tables';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { readableTime } from '../time-format';

/** A line of the connection's table: what both ends have there. */
export interface ConnectionLine {
  readonly name: string;
  /** What the figure is, and where it is defined. */
  readonly says: string;
  readonly values: readonly [string, string];
}

const ends = [0, 1] as const;

/** A line whose figures are made for each end by itself. */
export function lineOf(name: string, says: string, show: (end: 0 | 1) => string): ConnectionLine {
  return { name, says, values: [show(0), show(1)] };
}

/** Makes lines from a column of the state's ends. */
export function columnLines(state: LabState, connection: number) {
  const cell = (end: 0 | 1, column: EndColumn) => state.ends.get(connection * 2 + end, column);
  return (name: string, says: string, column: EndColumn, show: (value: number) => string): ConnectionLine =>
    lineOf(name, says, (end) => show(cell(end, column)));
}

/** What both TCP and QUIC have of congestion control: one implementation serves them. */
export function congestionFigures(
  state: LabState,
  connection: number,
  standard: { readonly control: string; readonly roundTrip: string; readonly timeout: string },
): ConnectionLine[] {
  const column = columnLines(state, connection);
  return [
    column('cwnd', `congestion window (${standard.control})`, 'congestionWindow', bytes),
    column('ssthresh', `slow start threshold (${standard.control})`, 'slowStartThreshold', (value) =>
      value === none ? 'not set' : bytes(value),
    ),
    lineOf('phase', 'of its congestion control', (end) => {
      const row = connection * 2 + end;
      if (state.ends.get(row, 'congestionWindow') === 0) return '–';
      return congestionPhases[state.ends.get(row, 'congestionPhase')] ?? '–';
    }),
    column('SRTT', `smoothed round-trip time (${standard.roundTrip})`, 'smoothedRoundTrip', microseconds),
    column(
      standard.timeout.split(',')[0] ?? '',
      standard.timeout.split(', ')[1] ?? '',
      'retransmissionTimeout',
      microseconds,
    ),
  ];
}

const tlsOutcomes = ['full', 'resumed', '0-RTT taken', '0-RTT refused'] as const;

/** The version, how the handshake came out, and what ALPN chose; no line where TLS is not spoken. */
export function tlsLines(trace: TraceReader, state: LabState, connection: number): ConnectionLine[] {
  const progress = (end: 0 | 1) => state.ends.get(connection * 2 + end, 'tlsProgress');
  if (ends.every((end) => progress(end) === 0)) return [];
  const isDone = (end: 0 | 1) => progress(end) >= 2;
  return [
    lineOf('TLS', 'version agreed on (RFC 8446, RFC 5246)', (end) => {
      if (!isDone(end)) return progress(end) === 1 ? 'handshake' : '–';
      return tlsVersionName(state.ends.get(connection * 2 + end, 'tlsVersion'));
    }),
    lineOf('handshake', 'in full, or resumed from a ticket; early data (0-RTT) where it was sent', (end) =>
      isDone(end) ? (tlsOutcomes[progress(end) - 2] ?? '–') : '–',
    ),
    lineOf('ALPN', 'application protocol chosen in the handshake (RFC 7301)', (end) =>
      isDone(end) ? tlsAnswerOf(trace, connection)?.protocol || 'none' : '–',
    ),
  ];
}

/** States of streams in which nothing is left to do; the table counts them from 1. */
const endedSending = [quicSendStates.indexOf('Data Recvd') + 1, quicSendStates.indexOf('Reset Recvd') + 1];
const endedReceiving = [
  quicReceiveStates.indexOf('Data Read') + 1,
  quicReceiveStates.indexOf('Reset Read') + 1,
];
const http2Closed = http2States.indexOf('closed') + 1;

/** How many streams of HTTP/2 or QUIC are open at each end, of those that there were. */
export function streamsLine(state: LabState, connection: number, section: string): ConnectionLine {
  const blank = () => ({ open: 0, all: 0 });
  const counts = [blank(), blank()] as const;
  const { table } = state.streams;
  for (let row = 0; row < table.rows; row += 1) {
    if (table.get(row, 'connection') !== connection) continue;
    const [sending, receiving, http2] = [
      table.get(row, 'sending'),
      table.get(row, 'receiving'),
      table.get(row, 'http2'),
    ];
    if (sending + receiving + http2 === 0) continue;
    const count = counts[table.get(row, 'end') === 0 ? 0 : 1];
    const isOpen =
      (sending > 0 && !endedSending.includes(sending)) ||
      (receiving > 0 && !endedReceiving.includes(receiving)) ||
      (http2 > 0 && http2 !== http2Closed);
    count.all += 1;
    if (isOpen) count.open += 1;
  }
  return lineOf('streams', `open of all that there were (${section})`, (end) =>
    counts[end].all === 0 ? '–' : `${counts[end].open} of ${counts[end].all}`,
  );
}

/** `1,448 B`; zero needs no unit. */
export function bytes(value: number): string {
  return value === 0 ? '0' : `${count(value)} B`;
}

export function count(value: number): string {
  return value.toLocaleString('en');
}

/** A time of the state's columns, which are in microseconds; a dash for what was not measured. */
export function microseconds(value: number): string {
  return value === 0 ? '–' : readableTime(value * 1000);
}
