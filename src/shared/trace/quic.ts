/**
 * What a UDP datagram carries of QUIC: a flat list of items, 32 bytes each, little-endian, in the trace's table of
 * QUIC items. An item is a packet header or a frame; the frames of a QUIC packet follow its header.
 *
 * | 0  f64 offset, by type | 8 u32 a | 12 u32 b | 16 u32 c | 20 u32 length: bytes of the item as sent, unprotected |
 * | 24 u16 type            | 26 u8 flags | 27 u8 packet number space (QuicSpace) | 28 u32 d                      |
 */
export const quicItemBytes = 32;
export const chunkQuicItems = 16384;

/**
 * Types of item. Packet headers: `offset` is the packet number; a: bytes of frames in it (no header, no tag);
 * b: bytes of the packet number field, 1 to 4; c: sequence number of the destination connection id
 * (`originalConnectionId`: the one that the client made up); d: sequence of the source id. flags: bit 0 the key phase.
 */
export const QuicPacketItem = {
  initial: 0x100,
  zeroRtt: 0x101,
  handshake: 0x102,
  retry: 0x103,
  oneRtt: 0x104,
  versionNegotiation: 0x105,
} as const;
export const quicPacketNames = [
  'Initial',
  '0-RTT',
  'Handshake',
  'Retry',
  '1-RTT',
  'Version Negotiation',
] as const;

/**
 * Frames, by their type in RFC 9000 section 19 (lowest of a range: the bits are in `flags`).
 *
 * | padding            | a: bytes                                                                     |
 * | ack                | offset: largest acknowledged, a: ACK Delay in microseconds, b: row of the first range in the table of SACK blocks (smallest, largest; largest range first), c: ranges |
 * | resetStream        | a: stream, b: error code, offset: final size                                 |
 * | stopSending        | a: stream, b: error code                                                     |
 * | crypto             | offset, b: bytes                                                             |
 * | newToken           | b: bytes of the token                                                        |
 * | stream             | a: stream, offset, b: bytes; flags: 1 FIN, 2 LEN, 4 OFF                      |
 * | maxData, maxStreams*, dataBlocked, streamsBlocked* | offset: the limit                             |
 * | maxStreamData, streamDataBlocked | a: stream, offset: the limit                                   |
 * | newConnectionId    | a: sequence, b: retire prior to                                              |
 * | retireConnectionId | a: sequence                                                                  |
 * | pathChallenge, pathResponse | a: number of the challenge, from which its 8 bytes follow            |
 * | connectionClose*   | a: error code, b: type of the frame at fault, c: literal of the reason, or NONE |
 * | datagram           | a: flow, offset, b: bytes (RFC 9221)                                         |
 */
export const QuicFrame = {
  padding: 0x00,
  ping: 0x01,
  ack: 0x02,
  resetStream: 0x04,
  stopSending: 0x05,
  crypto: 0x06,
  newToken: 0x07,
  stream: 0x08,
  maxData: 0x10,
  maxStreamData: 0x11,
  maxStreamsBidirectional: 0x12,
  maxStreamsUnidirectional: 0x13,
  dataBlocked: 0x14,
  streamDataBlocked: 0x15,
  streamsBlockedBidirectional: 0x16,
  streamsBlockedUnidirectional: 0x17,
  newConnectionId: 0x18,
  retireConnectionId: 0x19,
  pathChallenge: 0x1a,
  pathResponse: 0x1b,
  connectionCloseTransport: 0x1c,
  connectionCloseApplication: 0x1d,
  handshakeDone: 0x1e,
  datagram: 0x30,
} as const;

export const QuicStreamFlag = { fin: 1, length: 2, offset: 4 } as const;

/** The client's first destination connection id (RFC 9000 section 7.2) has no sequence number. */
export const originalConnectionId = 0xffffffff;

/** Packet number spaces, RFC 9000 section 12.3. */
export const QuicSpace = { initial: 0, handshake: 1, application: 2 } as const;
export const quicSpaces = ['Initial', 'Handshake', 'application data'] as const;

/** A QUIC connection's life: RFC 9000 section 10.2, and the handshake of RFC 9001 section 4. Index = the record's state. */
export const quicStates = [
  'IDLE',
  'HANDSHAKING',
  'ESTABLISHED',
  'CONFIRMED',
  'CLOSING',
  'DRAINING',
  'CLOSED',
] as const;
export const quicEvents = [
  'OPEN',
  'ACCEPT',
  'HANDSHAKE.COMPLETE',
  'HANDSHAKE.CONFIRMED',
  'CLOSE',
  'PEER.CLOSE',
  'TIMEOUT.IDLE',
  'TIMEOUT.CLOSE',
  'ABORT',
] as const;

/** The sending part of a stream, RFC 9000 section 3.1. */
export const quicSendStates = [
  'Ready',
  'Send',
  'Data Sent',
  'Reset Sent',
  'Data Recvd',
  'Reset Recvd',
] as const;
export const quicSendEvents = ['SEND', 'SEND.FIN', 'RESET', 'ACKED.ALL', 'ACKED.RESET'] as const;
/** The receiving part of a stream, RFC 9000 section 3.2. */
export const quicReceiveStates = [
  'Recv',
  'Size Known',
  'Data Recvd',
  'Reset Recvd',
  'Data Read',
  'Reset Read',
] as const;
export const quicReceiveEvents = [
  'RECEIVED.FIN',
  'RECEIVED.ALL',
  'RECEIVED.RESET',
  'READ.ALL',
  'READ.RESET',
] as const;

/** Why QUIC sent a datagram. Index = the detail of `quic.send`. */
export const quicSendReasons = [
  'unknown',
  'handshake',
  'data',
  'acknowledgement',
  'retransmission',
  'probe (PTO)',
  'flow control',
  'path validation',
  'close',
] as const;
export const QuicSendReason = {
  handshake: 1,
  data: 2,
  acknowledgement: 3,
  retransmission: 4,
  probe: 5,
  flowControl: 6,
  path: 7,
  close: 8,
} as const;

export const quicTimers = [
  'unknown',
  'loss detection',
  'probe timeout',
  'acknowledgement delay',
  'idle timeout',
  'closing',
  'path validation',
] as const;
export const QuicTimer = {
  lossDetection: 1,
  probe: 2,
  acknowledgement: 3,
  idle: 4,
  closing: 5,
  path: 6,
} as const;

/** How a packet was declared lost, RFC 9002 section 6.1. */
export const quicLossReasons = ['unknown', 'packet threshold', 'time threshold'] as const;
export const QuicLossReason = { packetThreshold: 1, timeThreshold: 2 } as const;

/** What holds data back at its sender. */
export const flowBlocks = ['unknown', 'stream window', 'connection window', 'stream limit'] as const;
export const FlowBlock = { stream: 1, connection: 2, streamLimit: 3 } as const;

/** What happens to a path, RFC 9000 section 8.2 and 9. */
export const pathEvents = ['unknown', 'challenged', 'validated', 'failed', 'peer moved'] as const;
export const PathEvent = { challenged: 1, validated: 2, failed: 3, peerMoved: 4 } as const;
