import { congestionFields, smoothedRoundTrip } from './congestion';
import {
  changeToDetail,
  inA,
  inB,
  inDetail,
  microseconds,
  number,
  optionalNumber,
  word,
  type RecordKindDefinitions,
} from './definition';
import { codesOf, codesWith, namesOf, type Word } from './enumeration';
import { tcpEvents, tcpStates } from './tcp-machine';

interface SegmentWord extends Word {
  /** Whether the segment repeats what was sent before: the lab's own ledger. */
  readonly repeats?: boolean;
}
const reasons = {
  unknown: { code: 0, name: 'unknown' },
  syn: { code: 1, name: 'SYN' },
  synAck: { code: 2, name: 'SYN-ACK' },
  ack: { code: 3, name: 'ACK' },
  delayedAck: { code: 4, name: 'delayed ACK' },
  data: { code: 5, name: 'data' },
  fin: { code: 6, name: 'FIN' },
  rst: { code: 7, name: 'RST' },
  retransmission: { code: 8, name: 'retransmission (RTO)', repeats: true },
  fastRetransmission: { code: 9, name: 'fast retransmission', repeats: true },
  duplicateAck: { code: 10, name: 'duplicate ACK' },
  windowProbe: { code: 11, name: 'window probe' },
  windowUpdate: { code: 12, name: 'window update' },
  keepAlive: { code: 13, name: 'keep-alive probe' },
  synRetransmission: { code: 14, name: 'SYN retransmission', repeats: true },
  synAckRetransmission: { code: 15, name: 'SYN-ACK retransmission', repeats: true },
  finRetransmission: { code: 16, name: 'FIN retransmission', repeats: true },
  tailLossProbe: { code: 17, name: 'tail loss probe', repeats: true },
  challengeAck: { code: 18, name: 'challenge ACK' },
} as const satisfies Record<string, SegmentWord>;
/** Why TCP sent a segment. */
export const SegmentReason = codesOf(reasons);
export const segmentReasons = namesOf(reasons);
/** Whether the lab's own ledger calls a segment a retransmission, by its SegmentReason. */
export const isRetransmission = codesWith<SegmentWord>(reasons, ({ repeats }) => repeats === true);

const timers = {
  unknown: { code: 0, name: 'unknown' },
  retransmission: { code: 1, name: 'retransmission' },
  delayedAck: { code: 2, name: 'delayed ACK' },
  timeWait: { code: 3, name: 'TIME-WAIT' },
  persist: { code: 4, name: 'persist' },
  keepAlive: { code: 5, name: 'keep-alive' },
  finWait2: { code: 6, name: 'FIN-WAIT-2' },
  tailLossProbe: { code: 7, name: 'tail loss probe' },
  reordering: { code: 8, name: 'reordering' },
} as const;
export const TcpTimer = codesOf(timers);
export const tcpTimers = namesOf(timers);

const verdicts = {
  unknown: { code: 0, name: 'unknown' },
  outOfOrder: { code: 1, name: 'out of order' },
  duplicate: { code: 2, name: 'duplicate' },
  outsideWindow: { code: 3, name: 'outside the window' },
  duplicateAck: { code: 4, name: 'duplicate ACK' },
} as const;
/** What a segment that is not plainly the next one is found to be. */
export const ReceiveVerdict = codesOf(verdicts);
export const receiveVerdicts = namesOf(verdicts);

const atEnd = { layer: 4, place: 'device', connection: 'always' } as const;

export const tcpKinds = {
  tcpState: {
    code: 30,
    name: 'tcp.state',
    says: 'A TCP machine changes state.',
    ...atEnd,
    fields: {
      ...changeToDetail(word(tcpStates), word(tcpEvents)),
      initialSequence: inB(optionalNumber, 'initial sequence number, or `NONE`'),
    },
  },
  tcpSend: {
    code: 31,
    name: 'tcp.send',
    says: 'TCP hands a segment to IP.',
    layer: 4,
    place: 'device',
    packet: 'always',
    // A reset that answers a segment for no connection belongs to none.
    connection: 'sometimes',
    fields: {
      reason: inDetail(word(segmentReasons), 'reason for the segment'),
      bytesInFlight: inA(number, 'bytes in flight'),
      sendWindow: inB(number, 'send window'),
    },
    companion: 'segment',
  },
  tcpDeliver: {
    code: 32,
    name: 'tcp.deliver',
    says: 'TCP hands bytes, in order, to the application.',
    ...atEnd,
    packet: 'always',
    fields: { bytes: inA(number, 'bytes'), streamOffset: inB(number, 'stream offset') },
  },
  tcpTimer: {
    code: 33,
    name: 'tcp.timer',
    says: 'A TCP timer fires.',
    ...atEnd,
    fields: { timer: inDetail(word(tcpTimers), 'timer') },
  },
  tcpCongestion: {
    code: 34,
    name: 'tcp.congestion',
    says: 'The congestion window, the threshold or the phase has changed.',
    ...atEnd,
    fields: congestionFields,
  },
  tcpRoundTrip: {
    code: 35,
    name: 'tcp.round-trip',
    says: 'A round trip was measured.',
    ...atEnd,
    fields: {
      smoothedRoundTrip,
      retransmissionTimeout: inB(microseconds, 'retransmission timeout, microseconds'),
    },
  },
  tcpReceive: {
    code: 36,
    name: 'tcp.receive',
    says: 'A segment was received that is not plainly the next one.',
    ...atEnd,
    packet: 'always',
    fields: {
      verdict: inDetail(word(receiveVerdicts), 'verdict'),
      duplicates: { ...inA(number, 'duplicate ACKs in a row, or 0'), unlisted: true },
    },
  },
  tcpAccept: {
    code: 39,
    name: 'tcp.accept',
    says: 'An application takes a connection from the accept queue.',
    ...atEnd,
    fields: { waiting: inA(number, 'connections that stay') },
  },
} as const satisfies RecordKindDefinitions;
