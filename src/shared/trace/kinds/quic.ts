import { congestionFields, smoothedRoundTrip } from './congestion';
import {
  address,
  byteOf,
  changeToDetail,
  inA,
  inB,
  inDetail,
  microseconds,
  number,
  word,
  type FieldValue,
  type RecordKindDefinitions,
} from './definition';
import { codesOf, codesWith, namesOf, type Word } from './enumeration';
import { flowBlocks } from './flow-blocks';
import {
  quicEvents,
  quicReceiveEvents,
  quicReceiveStates,
  quicSendEvents,
  quicSendStates,
  quicStates,
} from './quic-machines';
import { quicSpaces } from './quic-spaces';

interface DatagramWord extends Word {
  /** Whether the datagram repairs a loss: the same frames again, or a probe. */
  readonly repairs?: boolean;
}
const reasons = {
  unknown: { code: 0, name: 'unknown' },
  handshake: { code: 1, name: 'handshake' },
  data: { code: 2, name: 'data' },
  acknowledgement: { code: 3, name: 'acknowledgement' },
  retransmission: { code: 4, name: 'retransmission', repairs: true },
  probe: { code: 5, name: 'probe (PTO)', repairs: true },
  flowControl: { code: 6, name: 'flow control' },
  path: { code: 7, name: 'path validation' },
  close: { code: 8, name: 'close' },
} as const satisfies Record<string, DatagramWord>;
/** Why QUIC sent a datagram. */
export const QuicSendReason = codesOf(reasons);
export const quicSendReasons = namesOf(reasons);
/** Whether a datagram repairs a loss, by its QuicSendReason. */
export const isQuicRepair = codesWith<DatagramWord>(reasons, ({ repairs }) => repairs === true);

const timers = {
  unknown: { code: 0, name: 'unknown' },
  lossDetection: { code: 1, name: 'loss detection' },
  probe: { code: 2, name: 'probe timeout' },
  acknowledgement: { code: 3, name: 'acknowledgement delay' },
  idle: { code: 4, name: 'idle timeout' },
  closing: { code: 5, name: 'closing' },
  path: { code: 6, name: 'path validation' },
} as const;
export const QuicTimer = codesOf(timers);
export const quicTimers = namesOf(timers);

const lossReasonWords = {
  unknown: { code: 0, name: 'unknown' },
  packetThreshold: { code: 1, name: 'packet threshold' },
  timeThreshold: { code: 2, name: 'time threshold' },
} as const;
/** How a packet was declared lost, RFC 9002 section 6.1. */
export const QuicLossReason = codesOf(lossReasonWords);
export const quicLossReasons = namesOf(lossReasonWords);

const pathEventWords = {
  unknown: { code: 0, name: 'unknown' },
  challenged: { code: 1, name: 'challenged' },
  validated: { code: 2, name: 'validated' },
  failed: { code: 3, name: 'failed' },
  peerMoved: { code: 4, name: 'peer moved' },
} as const;
/** What happens to a path, RFC 9000 section 8.2 and 9. */
export const PathEvent = codesOf(pathEventWords);
export const pathEvents = namesOf(pathEventWords);

const parts = { sending: { code: 0, name: 'sending' }, receiving: { code: 1, name: 'receiving' } } as const;
/** The two parts of a stream at an end, RFC 9000 section 3. */
export const QuicStreamPart = codesOf(parts);
export const quicStreamParts = namesOf(parts);

/** The machine of a stream's part: which one, the field `part` says. */
const states: FieldValue = { as: 'word by', field: 'part', names: [quicSendStates, quicReceiveStates] };
const events: FieldValue = { as: 'word by', field: 'part', names: [quicSendEvents, quicReceiveEvents] };

const stream = inA(number, 'stream');
const atEnd = { layer: 4, place: 'device', connection: 'always' } as const;

export const quicKinds = {
  quicState: {
    code: 50,
    name: 'quic.state',
    says: 'An end of a QUIC connection changes state.',
    ...atEnd,
    fields: changeToDetail(word(quicStates), word(quicEvents)),
  },
  quicStream: {
    code: 51,
    name: 'quic.stream',
    says: 'A part of a QUIC stream changes state.',
    ...atEnd,
    fields: {
      stream,
      part: inDetail(word(quicStreamParts), '0 sending, 1 receiving part'),
      from: byteOf('b', 0, states, 'from'),
      to: byteOf('b', 8, states, 'to'),
      event: byteOf('b', 16, events, 'event'),
    },
  },
  quicSend: {
    code: 52,
    name: 'quic.send',
    says: 'QUIC hands a datagram to UDP.',
    layer: 4,
    place: 'device',
    packet: 'always',
    connection: 'sometimes',
    fields: {
      reason: inDetail(word(quicSendReasons), 'reason for the datagram'),
      bytesInFlight: inA(number, 'bytes in flight'),
    },
    companion: 'datagram',
  },
  quicDeliver: {
    code: 53,
    name: 'quic.deliver',
    says: 'QUIC hands bytes of a stream, in order, to the application.',
    ...atEnd,
    packet: 'sometimes',
    fields: { stream, bytes: inB(number, 'bytes') },
  },
  quicLost: {
    code: 54,
    name: 'quic.lost',
    says: 'A sender declares a QUIC packet lost; its datagram is the packet.',
    ...atEnd,
    packet: 'always',
    fields: {
      packetNumber: inA(number, 'packet number'),
      space: inB(word(quicSpaces), 'packet number space'),
      reason: inDetail(word(quicLossReasons), 'reason'),
    },
  },
  quicTimer: {
    code: 55,
    name: 'quic.timer',
    says: 'A QUIC timer fires.',
    ...atEnd,
    fields: { timer: inDetail(word(quicTimers), 'timer') },
  },
  quicCongestion: {
    code: 56,
    name: 'quic.congestion',
    says: 'The congestion window, the threshold or the phase has changed.',
    ...atEnd,
    fields: congestionFields,
  },
  quicRoundTrip: {
    code: 57,
    name: 'quic.round-trip',
    says: 'A round trip was measured: the peer has acknowledged this packet.',
    ...atEnd,
    packet: 'always',
    fields: { smoothedRoundTrip, probeTimeout: inB(microseconds, 'probe timeout, microseconds') },
  },
  quicBlocked: {
    code: 58,
    name: 'quic.blocked',
    says: 'Flow control holds a stream back.',
    ...atEnd,
    fields: { stream, by: inDetail(word(flowBlocks), 'what blocks') },
  },
  quicPath: {
    code: 59,
    name: 'quic.path',
    says: 'Something happens to a path.',
    ...atEnd,
    fields: {
      address: inA(address, "the peer's address"),
      event: inDetail(word(pathEvents), 'event'),
    },
  },
} as const satisfies RecordKindDefinitions;
