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
