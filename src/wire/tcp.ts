import { addWords, finishChecksum } from './checksum';
import { type Decoded, refuse } from './encoding/decoded';
import { read16, read32, write16, write32 } from './encoding/octets';
import { protocolTcp } from './ipv4';
import {
  decodeTcpOptions,
  longestTcpOptions,
  tcpOptionsLength,
  writeTcpOptions,
  type PlacedTcpOption,
  type TcpOption,
} from './tcp-options';

/** The TCP header, RFC 9293 section 3.1. */

/** Without options. */
export const tcpHeaderBytes = 20;

export interface TcpHeader {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  /** The 4 bits between Data Offset and the control bits. */
  readonly reserved: number;
  /** TcpFlag bits: CWR down to FIN. */
  readonly flags: number;
  readonly window: number;
  readonly urgentPointer: number;
  /** In the order of the wire, No-Operations included; at most 40 bytes in all. */
  readonly options: readonly TcpOption[];
}

export interface TcpSegment {
  readonly header: TcpHeader;
  readonly payload: Uint8Array;
}

/** A segment as it was read: the segment, and what its bytes say besides. */
export interface DecodedTcp extends TcpSegment {
  readonly headerBytes: number;
  readonly checksum: number;
  readonly placedOptions: readonly PlacedTcpOption[];
}

/** The addresses that the checksum covers (RFC 9293 section 3.1, pseudo-header). */
export interface PseudoHeader {
  readonly source: number;
  readonly destination: number;
}

/**
 * What the Checksum field of the segment in `bytes[at, at + length)` should be: over the pseudo-header, the header
 * with the field taken as zero, and the payload.
 */
export function tcpChecksum(bytes: Uint8Array, at: number, length: number, pseudo: PseudoHeader): number {
  const { source, destination } = pseudo;
  const addresses = (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff);
  return finishChecksum(
    addWords(bytes, at, at + length, addresses + protocolTcp + length) - read16(bytes, at + 16),
  );
}

/**
 * Writes a header at `target[at]` and returns its length; the `payloadBytes` of payload must stand behind it
 * already, since the checksum covers them. Throws a RangeError when the options are longer than 40 bytes.
 */
export function writeTcpHeader(
  target: Uint8Array,
  at: number,
  header: TcpHeader,
  payloadBytes: number,
  pseudo: PseudoHeader,
): number {
  const headerBytes = tcpHeaderBytes + tcpOptionsLength(header.options);
  if (headerBytes > tcpHeaderBytes + longestTcpOptions)
    throw new RangeError(
      `TCP options of ${headerBytes - tcpHeaderBytes} bytes, at most ${longestTcpOptions}`,
    );
  write16(target, at, header.sourcePort);
  write16(target, at + 2, header.destinationPort);
  write32(target, at + 4, header.sequence);
  write32(target, at + 8, header.acknowledgement);
  target[at + 12] = (headerBytes << 2) | header.reserved;
  target[at + 13] = header.flags;
  write16(target, at + 14, header.window);
  write16(target, at + 16, 0);
  write16(target, at + 18, header.urgentPointer);
  writeTcpOptions(target, at + tcpHeaderBytes, header.options);
  write16(target, at + 16, tcpChecksum(target, at, headerBytes + payloadBytes, pseudo));
  return headerBytes;
}

/** A whole segment: header and payload, its checksum correct between two addresses. */
export function encodeTcp({ header, payload }: TcpSegment, pseudo: PseudoHeader): Uint8Array {
  const headerBytes = tcpHeaderBytes + tcpOptionsLength(header.options);
  const bytes = new Uint8Array(headerBytes + payload.length);
  bytes.set(payload, headerBytes);
  writeTcpHeader(bytes, 0, header, payload.length, pseudo);
  return bytes;
}

/** Reads a segment: all of `bytes`. The checksum is told, not judged: `tcpChecksum` knows what it should be. */
export function decodeTcp(bytes: Uint8Array): Decoded<DecodedTcp> {
  if (bytes.length < tcpHeaderBytes)
    return refuse(bytes.length, `${bytes.length} bytes`, 'at least the 20 bytes of a TCP header');
  const headerBytes = (bytes[12]! >>> 4) * 4;
  if (headerBytes < tcpHeaderBytes || headerBytes > bytes.length)
    return refuse(
      12,
      `a Data Offset of ${headerBytes} bytes`,
      `20 to ${Math.min(60, bytes.length)} bytes, in words of 4`,
    );
  const options = decodeTcpOptions(bytes, tcpHeaderBytes, headerBytes);
  if (!options.ok) return options;
  return {
    ok: true,
    value: {
      header: {
        sourcePort: read16(bytes, 0),
        destinationPort: read16(bytes, 2),
        sequence: read32(bytes, 4),
        acknowledgement: read32(bytes, 8),
        reserved: bytes[12]! & 15,
        flags: bytes[13]!,
        window: read16(bytes, 14),
        urgentPointer: read16(bytes, 18),
        options: options.value.map((placed) => placed.option),
      },
      payload: bytes.subarray(headerBytes),
      headerBytes,
      checksum: read16(bytes, 16),
      placedOptions: options.value,
    },
  };
}
