/** Types of frame, RFC 9000 section 19 and RFC 9221 section 4: of a range the lowest, whose bits are flags. */
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
