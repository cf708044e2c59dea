/** Errors of the transport that this end finds in what the peer sends: RFC 9000 section 20.1. */
export const TransportError = {
  /** More data than was allowed. */
  flowControl: 0x03,
  /** A stream beyond those allowed. */
  streamLimit: 0x04,
  /** A frame for a stream, or a part of one, that is not there. */
  streamState: 0x05,
  /** Data beyond the end of a stream, or two ends. */
  finalSize: 0x06,
  /** RFC 9000 section 10.2.3: what an application's error is told as before 1-RTT. */
  application: 0x0c,
} as const;
