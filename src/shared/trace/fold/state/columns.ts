/**
 * Column names of one end of a connection; row = connection * 2 + end. Bytes, microseconds or record numbers.
 * Of a QUIC end: state is one of quicStates, sentSegments counts datagrams, retransmissions those that repair, and
 * retransmissionTimeout is the probe timeout. tlsProgress: 0 no TLS, 1 in the handshake, 2 and up done (2 + the
 * session of `tls.established`); tlsMessage: the record of the latest handshake message. awaitsAccept: 1 in the accept
 * queue, from the end of a handshake that the other end began until the application takes the connection.
 */
export const endColumns = [
  'state',
  'enteredBy',
  'initialSequence',
  'sentSegments',
  'deliveredBytes',
  'bytesInFlight',
  'sendWindow',
  'congestionWindow',
  'slowStartThreshold',
  'congestionPhase',
  'smoothedRoundTrip',
  'retransmissionTimeout',
  'retransmissions',
  'tlsProgress',
  'tlsVersion',
  'tlsMessage',
  'awaitsAccept',
] as const;
export type EndColumn = (typeof endColumns)[number];

/** One end of a stream of HTTP/2 or QUIC. States count from 1; 0: none yet. */
export const streamColumns = [
  'connection',
  'stream',
  'end',
  'sending',
  'receiving',
  'http2',
  'deliveredBytes',
] as const;

/** How far a request has come; index = the number in its `status`. */
export const requestStatuses = [
  'none',
  'started',
  'sent',
  'received',
  'answered',
  'complete',
  'failed',
] as const;
export const requestColumns = ['status', 'startedBy', 'connection', 'endedBy', 'code'] as const;

export const directionColumns = ['cut', 'frames', 'bytes', 'arrived', 'dropped'] as const;

/** down: 1 from a crash until the restart. */
export const deviceColumns = ['droppedPackets', 'down'] as const;

/** The columns' numbers, so that folding looks no name up. */
function numbersOf<Column extends string>(columns: readonly Column[]): Readonly<Record<Column, number>> {
  const numbers = columns.map((column, number) => [column, number]);
  return Object.fromEntries(numbers) as Record<Column, number>;
}
export const Ends = numbersOf(endColumns);
export const Streams = numbersOf(streamColumns);
export const Requests = numbersOf(requestColumns);
export const Directions = numbersOf(directionColumns);
export const Devices = numbersOf(deviceColumns);
export const RequestStatus = numbersOf(requestStatuses);
