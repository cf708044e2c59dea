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
  'TIMEOUT.FIN-WAIT-2',
] as const;
export type TcpEventName = (typeof tcpEvents)[number];
