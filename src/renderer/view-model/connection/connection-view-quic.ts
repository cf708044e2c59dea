import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { originalConnectionId, QuicPacketItem, QuicSpace } from '../../../shared/trace/quic';
import { quicPacketsOf } from '../../../shared/trace/quic-packets';
import { tlsAnswerOf, tlsOfferOf } from '../../../shared/trace/tls-tables';
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
import { quicProgressOf } from './quic-progress';
import { packetName, type SentenceSource } from '../sentences/sentence-source';

const standard = {
  control: 'RFC 9002 section 7',
  roundTrip: 'RFC 9002 section 5',
  timeout: 'PTO, probe timeout (RFC 9002 section 6.2)',
} as const;

const spaces = [
  ['Initial PN', QuicSpace.initial, 'Initial'],
  ['Handshake PN', QuicSpace.handshake, 'Handshake'],
  ['1-RTT PN', QuicSpace.application, '0-RTT and 1-RTT'],
] as const;

/** The figures of a QUIC connection at the playhead: packet numbers where TCP has sequence numbers. */
export function quicLines(source: SentenceSource, state: LabState, connection: number): ConnectionLine[] {
  const { trace } = source;
  const column = columnLines(state, connection);
  const progress = quicProgressOf(source, connection);
  const sent = (end: 0 | 1) => progress.lastSent(end, state.next);
  return [
    ...tlsLines(trace, state, connection),
    lineOf('last packet', 'the latest datagram that it sent', (end) => {
      const packet = sent(end);
      return packet === undefined ? '–' : packetName(source, packet);
    }),
    ...spaces.map(([name, space, says]) =>
      lineOf(name, `largest packet number that it sent in ${says} packets (RFC 9000 section 12.3)`, (end) =>
        numberOrNone(progress.largestSent(end, space, state.next)),
      ),
    ),
    lineOf(
      'acknowledged',
      'largest of its 0-RTT and 1-RTT packet numbers that an ACK frame which reached it acknowledges',
      (end) => numberOrNone(progress.largestAcknowledged(end, state.next)),
    ),
    lineOf(
      'sends to ID',
      'sequence number of the connection ID that its latest packet is addressed to (RFC 9000 section 5.1)',
      (end) => connectionIdOf(source, sent(end)),
    ),
    streamsLine(state, connection, 'RFC 9000 section 3'),
    column('in flight', 'bytes of packets neither acknowledged nor lost (RFC 9002)', 'bytesInFlight', bytes),
    lineOf(
      'MAX_DATA',
      'bytes on all streams together that the other end allows it to send (RFC 9000 section 4.1)',
      (end) => {
        const limit = progress.dataLimit(end, state.next) ?? initialLimit(source, state, connection, end);
        return limit === undefined ? '–' : bytes(limit);
      },
    ),
    ...congestionFigures(state, connection, standard),
    column('datagrams', 'datagrams sent', 'sentSegments', count),
    column(
      'sent again',
      'datagrams among them that repair a loss or probe for one',
      'retransmissions',
      count,
    ),
    column('delivered', 'bytes of streams handed to its application, in order', 'deliveredBytes', bytes),
  ];
}

/** `initial_max_data` of the other end's transport parameters, once the handshake has brought them. */
function initialLimit(
  { trace }: SentenceSource,
  state: LabState,
  connection: number,
  end: 0 | 1,
): number | undefined {
  const progress = state.ends.get(connection * 2 + end, 'tlsProgress');
  // The ClientHello has the client's parameters; the server's come in EncryptedExtensions (RFC 9001 section 8.2).
  if (end === 1) return progress === 0 ? undefined : tlsOfferOf(trace, connection)?.quic?.maximumData;
  return progress < 2 ? undefined : tlsAnswerOf(trace, connection)?.quic?.maximumData;
}

/** The destination connection ID of the last QUIC packet in a datagram: `0`, `original`. */
function connectionIdOf({ trace }: SentenceSource, packet: number | undefined): string {
  const last = packet === undefined ? undefined : quicPacketsOf(trace, packet).at(-1);
  if (!last) return '–';
  const type = trace.quicItemType(last.header);
  if (type === QuicPacketItem.versionNegotiation || type === QuicPacketItem.retry) return '–';
  const sequence = trace.quicItemWord(last.header, 2);
  return sequence === originalConnectionId ? 'original' : String(sequence);
}

function numberOrNone(value: number | undefined): string {
  return value === undefined ? '–' : count(value);
}
