import { varintLength } from '../encoding/varint';
import { authenticationTagBytes } from '../cryptography/cryptography';
import { connectionIdBytes } from './connection-id';
import { resetTokenBytes } from './frames/connection-ids';
import { pathDataBytes } from './frames/path';
import { lengthFieldBytes } from './header';

/**
 * How long packets and frames are, in bytes, without making them: what a sender needs while a simulation runs. Nothing
 * here allocates. Ids have the lab's 8 bytes; tests hold every figure equal to the real encoding's.
 */

export { fewestFrameBytes } from './protection';
export { packetNumberLength } from './packet-number';

/** Bytes that sealing adds to a packet's frames. */
export const sealOverhead = authenticationTagBytes;

/** First byte, version and both connection ids with their lengths. */
const longStart = 1 + 4 + 1 + connectionIdBytes + 1 + connectionIdBytes;
const retryTagBytes = 16;

/** A long header up to its packet number, which is included; `frameBytes`: of frames in the packet. */
function longHeaderBytes(packetNumberBytes: number, frameBytes: number): number {
  return longStart + lengthFieldBytes(packetNumberBytes + frameBytes + sealOverhead) + packetNumberBytes;
}

/** Header of an Initial packet with a token of `tokenBytes`. */
export function initialHeaderBytes(packetNumberBytes: number, frameBytes: number, tokenBytes = 0): number {
  return longHeaderBytes(packetNumberBytes, frameBytes) + varintLength(tokenBytes) + tokenBytes;
}

/** Header of a Handshake packet; a 0-RTT packet's is the same. */
export function handshakeHeaderBytes(packetNumberBytes: number, frameBytes: number): number {
  return longHeaderBytes(packetNumberBytes, frameBytes);
}

/** Header of a 1-RTT packet. */
export function oneRttHeaderBytes(packetNumberBytes: number): number {
  return 1 + connectionIdBytes + packetNumberBytes;
}

/** A whole Retry packet. */
export function retryPacketBytes(tokenBytes: number): number {
  return longStart + tokenBytes + retryTagBytes;
}

/** A whole Version Negotiation packet. */
export function versionNegotiationBytes(versions: number): number {
  return longStart + 4 * versions;
}

export const pingFrameBytes = 1;
export const handshakeDoneFrameBytes = 1;

/** A CRYPTO frame without its data. */
export function cryptoFrameOverhead(offset: number, dataBytes: number): number {
  return 1 + varintLength(offset) + varintLength(dataBytes);
}

/** A STREAM frame without its data. `hasLength`: there is a Length field, as all need but the packet's last frame. */
export function streamFrameOverhead(
  stream: number,
  offset: number,
  dataBytes: number,
  hasLength: boolean,
): number {
  // An Offset field only where there is an offset: what the lab's senders do.
  const offsetBytes = offset > 0 ? varintLength(offset) : 0;
  return 1 + varintLength(stream) + offsetBytes + (hasLength ? varintLength(dataBytes) : 0);
}

/** A DATAGRAM frame without its data. */
export function datagramFrameOverhead(dataBytes: number, hasLength: boolean): number {
  return 1 + (hasLength ? varintLength(dataBytes) : 0);
}

/**
 * An ACK frame with its first range alone. `delay`: as on the wire (microseconds >> ack_delay_exponent); `ranges`: how
 * many it has in all. Each further range adds `ackRangeBytes`.
 */
export function ackFrameBytes(largest: number, smallest: number, delay: number, ranges: number): number {
  return (
    1 +
    varintLength(largest) +
    varintLength(delay) +
    varintLength(ranges - 1) +
    varintLength(largest - smallest)
  );
}

/** What a further range adds to an ACK frame; `above`: the smallest packet number of the range before it. */
export function ackRangeBytes(above: number, largest: number, smallest: number): number {
  return varintLength(above - largest - 2) + varintLength(largest - smallest);
}

export function resetStreamFrameBytes(stream: number, errorCode: number, finalSize: number): number {
  return 1 + varintLength(stream) + varintLength(errorCode) + varintLength(finalSize);
}

export function stopSendingFrameBytes(stream: number, errorCode: number): number {
  return 1 + varintLength(stream) + varintLength(errorCode);
}

export function newTokenFrameBytes(tokenBytes: number): number {
  return 1 + varintLength(tokenBytes) + tokenBytes;
}

/** MAX_DATA, DATA_BLOCKED, MAX_STREAMS, STREAMS_BLOCKED. */
export function limitFrameBytes(limit: number): number {
  return 1 + varintLength(limit);
}

/** MAX_STREAM_DATA, STREAM_DATA_BLOCKED. */
export function streamLimitFrameBytes(stream: number, limit: number): number {
  return 1 + varintLength(stream) + varintLength(limit);
}

export function newConnectionIdFrameBytes(sequence: number, retirePriorTo: number): number {
  return 1 + varintLength(sequence) + varintLength(retirePriorTo) + 1 + connectionIdBytes + resetTokenBytes;
}

export function retireConnectionIdFrameBytes(sequence: number): number {
  return 1 + varintLength(sequence);
}

/** PATH_CHALLENGE, PATH_RESPONSE. */
export const pathFrameBytes = 1 + pathDataBytes;

/** CONNECTION_CLOSE; `frameType`: of the frame at fault, undefined where the application closes. */
export function connectionCloseFrameBytes(
  errorCode: number,
  frameType: number | undefined,
  reasonBytes: number,
): number {
  const fault = frameType === undefined ? 0 : varintLength(frameType);
  return 1 + varintLength(errorCode) + fault + varintLength(reasonBytes) + reasonBytes;
}
