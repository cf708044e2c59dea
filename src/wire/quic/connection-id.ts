import { derivedBytes, Purpose } from './derived-bytes';
import { resetTokenBytes } from './frames/connection-ids';
import { pathDataBytes } from './frames/path';

/** Bytes of every connection id of the lab; a peer may send ids of 0 to 20 bytes (RFC 9000 section 17.2). */
export const connectionIdBytes = 8;

/** Stands for the client's first destination connection id, which has no sequence number (RFC 9000 section 7.2). */
export const originalConnectionId = 0xffffffff;

/** The sequence number that stands for the id which a server puts into a Retry packet. */
export const retryConnectionId = 0xfffffffe;

/**
 * The connection id that an end gave out under a sequence number (RFC 9000 section 5.1.1): packets to that end carry it.
 * `originalConnectionId` as sequence: what the client made up for the server (section 7.2).
 */
export function connectionIdOf(seed: number, connection: number, end: 0 | 1, sequence: number): Uint8Array {
  return derivedBytes(connectionIdBytes, Purpose.connectionId, seed, connection, end, sequence);
}

/** What the client first sends to, before the server has given out an id; it chooses the Initial keys (RFC 9001 section 5.2). */
export function originalDestinationId(seed: number, connection: number): Uint8Array {
  return connectionIdOf(seed, connection, 1, originalConnectionId);
}

/** The Stateless Reset Token that goes with a connection id (RFC 9000 section 10.3). */
export function resetTokenOf(seed: number, connection: number, end: 0 | 1, sequence: number): Uint8Array {
  return derivedBytes(resetTokenBytes, Purpose.resetToken, seed, connection, end, sequence);
}

/** The token of a connection's NEW_TOKEN frame, for a later visit (RFC 9000 section 8.1.3). */
export function newTokenOf(seed: number, connection: number, length: number): Uint8Array {
  return derivedBytes(length, Purpose.newToken, seed, connection);
}

/** The token of a connection's Retry packet (RFC 9000 section 8.1.2). */
export function retryTokenOf(seed: number, connection: number, length: number): Uint8Array {
  return derivedBytes(length, Purpose.retryToken, seed, connection);
}

/** The data of a PATH_CHALLENGE that an end sent under a number, and of its response (RFC 9000 section 8.2). */
export function pathDataOf(seed: number, connection: number, challenge: number): Uint8Array {
  return derivedBytes(pathDataBytes, Purpose.pathData, seed, connection, challenge);
}
