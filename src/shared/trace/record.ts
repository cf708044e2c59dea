/**
 * One trace record: 32 bytes, little-endian, at index `seq` of the trace. `docs/trace.md` has the kinds in prose.
 *
 * | offset | type | field                                                       |
 * | 0      | f64  | time, integer nanoseconds of virtual time                    |
 * | 8      | u32  | packet: row in the packet table, or NONE                     |
 * | 12     | u32  | cause: seq of the record that caused this one, or NONE        |
 * | 16     | u32  | connection: row in the connection table, or NONE              |
 * | 20     | u32  | a, by kind                                                   |
 * | 24     | u32  | b, by kind                                                   |
 * | 28     | u16  | place: a device's index, or a link direction (link * 2 + end) |
 * | 30     | u8   | kind                                                         |
 * | 31     | u8   | detail, by kind                                              |
 */

export const recordBytes = 32;
/** Records in one chunk: the unit in which a trace is stored, sent and seeked. */
export const chunkRecords = 16384;
/** "No packet", "no cause", "no connection". */
export const none = 0xffffffff;

/**
 * Kinds of record. `place` is a link direction for `link.*`, a device for all others.
 * A link direction is `link * 2 + end`: end 0 sends from the link's `a` device to its `b` device, end 1 the other way.
 */
export const RecordKind = {
  /** The run begins; a: seed's low 32 bits. */
  runStart: 1,
  /** The run ends: no event left, or the document's duration reached. detail: 0 idle, 1 duration reached. */
  runEnd: 2,
  /** A frame is handed to a link's sending end. a + b * 2^32: nanoseconds it waits before its first bit leaves. detail: its TTL. */
  linkSend: 10,
  /** A frame's last bit has reached the link's other end. detail: its TTL. */
  linkArrive: 11,
  /** A frame is lost on, or refused by, a link. detail: DropReason. */
  linkDrop: 12,
  /** A link is cut; place is link * 2. */
  linkCut: 13,
  /** A cut link is mended; place is link * 2. */
  linkMend: 14,
  /** A device discards a packet. detail: DropReason. */
  ipDrop: 20,
  /** A host vanishes with all that it knew. */
  deviceCrash: 21,
  /** A crashed host is back, and knows nothing. */
  deviceRestart: 22,
  /** A host sends from another of its addresses from now on. a: the new address. */
  addressChange: 23,
  /** A TCP machine changes state. a: from | to << 8 | event << 16 (TcpState, TcpEvent); b: ISS where known; detail: to. */
  tcpState: 30,
  /** TCP hands a segment to IP. detail: SegmentReason; a: bytes in flight after it, b: send window. */
  tcpSend: 31,
  /** TCP hands bytes, in order, to the application. a: how many; b: stream offset (mod 2^32) of the first. */
  tcpDeliver: 32,
  /** A TCP timer fires. detail: TcpTimer. */
  tcpTimer: 33,
  /** Congestion state changed. a: cwnd in bytes, b: ssthresh in bytes (NONE: not yet set); detail: CongestionPhase. */
  tcpCongestion: 34,
  /** A round trip was measured. a: smoothed RTT in microseconds, b: RTO in microseconds. */
  tcpRoundTrip: 35,
  /** A segment was received that is not plainly the next one. detail: ReceiveVerdict. */
  tcpReceive: 36,
  /** An end sends or receives a TLS handshake message. a: HandshakeType | epoch << 8; b: its length; detail: 0 sent, 1 received. */
  tlsMessage: 37,
  /** TLS is done at an end. a: version; detail: 0 full handshake, 1 resumed, 2 resumed and early data accepted, 3 early data rejected. */
  tlsEstablished: 38,
  /** An application takes a connection from the accept queue. a: how many stay in it. */
  tcpAccept: 39,
  /** A user starts a request (the click). a: request id, b: workload index. */
  appStart: 40,
  /** A request's bytes are handed to the transport at the client. a: request id. */
  httpRequest: 41,
  /** A whole request has been read at the server. a: request id. */
  httpRequestReceived: 42,
  /** A response's bytes are handed to the transport at the server. a: request id, b: status code. */
  httpResponse: 43,
  /** A whole response has been read at the client. a: request id, b: status code. */
  httpResponseReceived: 44,
  /** A request failed. a: request id; detail: AppError. */
  appError: 45,
  /** A response has bytes that flow control holds back. a: request id; detail: FlowBlock. */
  httpBlocked: 46,
  /** Flow control no longer holds a response back. a: request id. */
  httpUnblocked: 47,
  /** An HTTP/2 stream changes state. a: stream; b: from | to << 8 | event << 16 (http2States, http2Events). */
  httpStream: 48,
  /** A client gives one way of reaching a server up for another. a: request id, b: 0 none, 1 TCP wins the race, 2 QUIC wins it. */
  appFallback: 49,
  /** A QUIC connection changes state. a: from | to << 8 | event << 16 (quicStates, quicEvents); detail: to. */
  quicState: 50,
  /** A part of a QUIC stream changes state. a: stream; b: from | to << 8 | event << 16; detail: 0 its sending part, 1 its receiving part. */
  quicStream: 51,
  /** QUIC hands a datagram to UDP. detail: QuicSendReason; a: bytes in flight after it. */
  quicSend: 52,
  /** QUIC hands bytes of a stream, in order, to the application. a: stream; b: how many. */
  quicDeliver: 53,
  /** A QUIC packet is declared lost. packet: its datagram; a: packet number; b: packet number space; detail: QuicLossReason. */
  quicLost: 54,
  /** A QUIC timer fires. detail: QuicTimer. */
  quicTimer: 55,
  /** As `tcp.congestion`. */
  quicCongestion: 56,
  /** As `tcp.round-trip`; b: the probe timeout in microseconds. */
  quicRoundTrip: 57,
  /** Flow control holds a stream back. a: stream; detail: FlowBlock. */
  quicBlocked: 58,
  /** Something happens to a path. a: the peer's address; detail: PathEvent. */
  quicPath: 59,
  /** A sender of media hands a frame to the transport. a: frame number; b: workload index. */
  mediaSent: 60,
  /** A frame of media is there, whole, at the receiver. a: frame number; b: workload index. */
  mediaReceived: 61,
  /** A frame's moment to be shown has come. a: frame number; b: workload index; detail: MediaFate. */
  mediaPlayed: 62,
} as const;
export type RecordKind = (typeof RecordKind)[keyof typeof RecordKind];

/** The kinds' names in ndjson and on screen. */
export const recordKindNames: Readonly<Record<number, string>> = {
  1: 'run.start',
  2: 'run.end',
  10: 'link.send',
  11: 'link.arrive',
  12: 'link.drop',
  13: 'link.cut',
  14: 'link.mend',
  20: 'ip.drop',
  21: 'device.crash',
  22: 'device.restart',
  23: 'device.address-change',
  30: 'tcp.state',
  31: 'tcp.send',
  32: 'tcp.deliver',
  33: 'tcp.timer',
  34: 'tcp.congestion',
  35: 'tcp.round-trip',
  36: 'tcp.receive',
  37: 'tls.message',
  38: 'tls.established',
  39: 'tcp.accept',
  40: 'app.start',
  41: 'http.request',
  42: 'http.request-received',
  43: 'http.response',
  44: 'http.response-received',
  45: 'app.error',
  46: 'http.blocked',
  47: 'http.unblocked',
  48: 'http.stream',
  49: 'app.fallback',
  50: 'quic.state',
  51: 'quic.stream',
  52: 'quic.send',
  53: 'quic.deliver',
  54: 'quic.lost',
  55: 'quic.timer',
  56: 'quic.congestion',
  57: 'quic.round-trip',
  58: 'quic.blocked',
  59: 'quic.path',
  60: 'media.sent',
  61: 'media.received',
  62: 'media.played',
};

/** The OSI layer at which a record of a kind happens; 0: none. */
export function layerOfKind(kind: number): number {
  if (kind === RecordKind.tlsMessage || kind === RecordKind.tlsEstablished) return 6;
  if (kind >= 60) return 7;
  if (kind >= 50) return 4;
  if (kind >= 40) return 7;
  if (kind >= 30) return 4;
  if (kind >= 20) return 3;
  return kind >= 10 ? 1 : 0;
}

/** Whether a record's place is a link direction (else a device). */
export function placeIsLink(kind: number): boolean {
  return kind >= 10 && kind < 20;
}

/** Why a packet was lost. Index = the record's detail. */
export const dropReasons = [
  'unknown',
  'queue full',
  'link cut',
  'dropped by a fault',
  'random loss',
  'TTL expired',
  'no route',
  'no such host',
  'bad checksum',
  'burst loss',
  'SYN backlog full',
  'accept queue full',
  'blocked by a filter',
  'host down',
] as const;
export const DropReason = {
  queueFull: 1,
  linkCut: 2,
  fault: 3,
  randomLoss: 4,
  ttlExpired: 5,
  noRoute: 6,
  notForUs: 7,
  badChecksum: 8,
  burstLoss: 9,
  synBacklogFull: 10,
  acceptQueueFull: 11,
  filtered: 12,
  hostDown: 13,
} as const;

/** RFC 9293 section 3.3.2; index = TcpState. CLOSED is "no connection at all". */
export const tcpStates = [
  'CLOSED',
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
] as const;
export type TcpStateName = (typeof tcpStates)[number];

/** What a TCP machine reacts to; guards became event codes (an ACK of our FIN is not any ACK). Index = TcpEvent. */
export const tcpEvents = [
  'OPEN.ACTIVE',
  'OPEN.PASSIVE',
  'SEND',
  'CLOSE',
  'ABORT',
  'SEGMENT.SYN',
  'SEGMENT.SYN-ACK',
  'SEGMENT.ACK-OF-SYN',
  'SEGMENT.ACK-OF-FIN',
  'SEGMENT.FIN',
  'SEGMENT.FIN+ACK-OF-FIN',
  'SEGMENT.RST',
  'TIMEOUT.TIME-WAIT',
  'TIMEOUT.USER',
] as const;
export type TcpEventName = (typeof tcpEvents)[number];

/** Why TCP sent a segment: the lab's own ledger. Index = the record's detail. */
export const segmentReasons = [
  'unknown',
  'SYN',
  'SYN-ACK',
  'ACK',
  'delayed ACK',
  'data',
  'FIN',
  'RST',
  'retransmission (RTO)',
  'fast retransmission',
  'duplicate ACK',
  'window probe',
  'window update',
  'keep-alive probe',
  'SYN retransmission',
  'SYN-ACK retransmission',
  'FIN retransmission',
  'tail loss probe',
  'challenge ACK',
] as const;
export const SegmentReason = {
  syn: 1,
  synAck: 2,
  ack: 3,
  delayedAck: 4,
  data: 5,
  fin: 6,
  rst: 7,
  retransmission: 8,
  fastRetransmission: 9,
  duplicateAck: 10,
  windowProbe: 11,
  windowUpdate: 12,
  keepAlive: 13,
  synRetransmission: 14,
  synAckRetransmission: 15,
  finRetransmission: 16,
  tailLossProbe: 17,
  challengeAck: 18,
} as const;

export const tcpTimers = [
  'unknown',
  'retransmission',
  'delayed ACK',
  'TIME-WAIT',
  'persist',
  'keep-alive',
  'user timeout',
  'tail loss probe',
  'reordering',
] as const;
export const TcpTimer = {
  retransmission: 1,
  delayedAck: 2,
  timeWait: 3,
  persist: 4,
  keepAlive: 5,
  user: 6,
  tailLossProbe: 7,
  reordering: 8,
} as const;

export const congestionPhases = [
  'slow start',
  'congestion avoidance',
  'fast recovery',
  'loss recovery',
] as const;

export const receiveVerdicts = [
  'unknown',
  'out of order',
  'duplicate',
  'outside the window',
  'duplicate ACK',
] as const;
export const ReceiveVerdict = { outOfOrder: 1, duplicate: 2, outsideWindow: 3, duplicateAck: 4 } as const;

export const appErrors = [
  'unknown',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'ECONNRESET',
  'EADDRNOTAVAIL',
  'ENETUNREACH',
  'TLS alert',
  'QUIC idle timeout',
] as const;
/** RFC 9113 section 5.1; index = the state in `http.stream`. */
export const http2States = [
  'idle',
  'reserved (local)',
  'reserved (remote)',
  'open',
  'half-closed (local)',
  'half-closed (remote)',
  'closed',
] as const;
export const http2Events = [
  'SEND.HEADERS',
  'RECEIVE.HEADERS',
  'SEND.END_STREAM',
  'RECEIVE.END_STREAM',
  'SEND.RST_STREAM',
  'RECEIVE.RST_STREAM',
  'SEND.PUSH_PROMISE',
  'RECEIVE.PUSH_PROMISE',
] as const;

/** What became of a frame of media when its moment came: shown, skipped for good, or waited for with a frozen picture. */
export const mediaFates = ['unknown', 'shown', 'skipped', 'frozen'] as const;
export const MediaFate = { shown: 1, skipped: 2, frozen: 3 } as const;

export const AppError = {
  refused: 1,
  timedOut: 2,
  reset: 3,
  noPorts: 4,
  unreachable: 5,
  tlsAlert: 6,
  idleTimeout: 7,
} as const;
