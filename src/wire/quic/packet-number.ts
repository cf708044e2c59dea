/** Packet numbers on the wire: RFC 9000 section 17.1 and appendix A.2, A.3. */

export type PacketNumberLength = 1 | 2 | 3 | 4;

/**
 * Bytes that a packet number needs: enough for twice the packets that are not acknowledged yet.
 * `largestAcknowledged`: in the same packet number space; undefined before the first acknowledgement.
 * Throws a RangeError when there are more outstanding than 4 bytes can tell apart.
 */
export function packetNumberLength(
  packetNumber: number,
  largestAcknowledged: number | undefined,
): PacketNumberLength {
  const unacknowledged =
    largestAcknowledged === undefined ? packetNumber + 1 : packetNumber - largestAcknowledged;
  if (unacknowledged <= 0x80) return 1;
  if (unacknowledged <= 0x8000) return 2;
  if (unacknowledged <= 0x800000) return 3;
  if (unacknowledged <= 0x80000000) return 4;
  throw new RangeError(`${unacknowledged} packets are not acknowledged`);
}

/** Writes a packet number's lowest bytes at `target[at]`. */
export function writePacketNumber(
  target: Uint8Array,
  at: number,
  packetNumber: number,
  length: PacketNumberLength,
): void {
  let rest = packetNumber;
  for (let index = length - 1; index >= 0; index -= 1) {
    target[at + index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

/**
 * The whole packet number behind its lowest bytes: the one nearest to the next that is expected.
 * `largest`: the highest one seen so far in the space; -1 before the first.
 */
export function recoverPacketNumber(largest: number, truncated: number, length: PacketNumberLength): number {
  const expected = largest + 1;
  const window = 256 ** length;
  const candidate = expected - (expected % window) + truncated;
  if (candidate <= expected - window / 2 && candidate < 2 ** 62 - window) return candidate + window;
  if (candidate > expected + window / 2 && candidate >= window) return candidate - window;
  return candidate;
}
