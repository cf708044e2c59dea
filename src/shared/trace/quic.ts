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
export { QuicFrame, QuicStreamFlag } from '../../wire/quic/frames/frame-type';
export { originalConnectionId } from '../../wire/quic/connection-id';
export * from './kinds/flow-blocks';
export {
  PathEvent,
  pathEvents,
  QuicLossReason,
  quicLossReasons,
  QuicSendReason,
  quicSendReasons,
  QuicTimer,
  quicTimers,
} from './kinds/quic';
export * from './kinds/quic-machines';
export * from './kinds/quic-spaces';
