import { addWords, finishChecksum } from './checksum';
import { type Decoded, refuse } from './encoding/decoded';
import { read16, read32, write16, write32 } from './encoding/octets';

/** The Internet Protocol header, RFC 791 section 3.1, with the second byte as RFC 2474 and RFC 3168 have it. */

/** Without options. */
export const ipv4HeaderBytes = 20;

/** What the payload is, by IANA's numbers. */
export const protocolTcp = 6;
export const protocolUdp = 17;

/** The three Flags bits, most significant first: reserved, DF, MF. */
export const Ipv4Flag = { moreFragments: 1, dontFragment: 2, reserved: 4 } as const;

export interface Ipv4Header {
  /** DSCP, 6 bits. */
  readonly differentiatedServices: number;
  /** ECN, 2 bits. */
  readonly congestionNotification: number;
  readonly identification: number;
  /** Ipv4Flag bits. */
  readonly flags: number;
  /** In units of 8 bytes. */
  readonly fragmentOffset: number;
  readonly timeToLive: number;
  readonly protocol: number;
  readonly source: number;
  readonly destination: number;
  /** As on the wire, a multiple of 4 bytes, at most 40. */
  readonly options: Uint8Array;
}

export interface Ipv4Packet {
  readonly header: Ipv4Header;
  readonly payload: Uint8Array;
}

/** A packet as it was read: the packet, and what its bytes say besides. */
export interface DecodedIpv4 extends Ipv4Packet {
  readonly totalLength: number;
  readonly headerChecksum: number;
  /** What Header Checksum should be. */
  readonly expectedChecksum: number;
}

export const noIpv4Options = new Uint8Array(0);

function ipv4Checksum(bytes: Uint8Array, at: number, headerBytes: number): number {
  // RFC 791: "for purposes of computing the checksum, the value of the checksum field is zero".
  return finishChecksum(addWords(bytes, at, at + headerBytes) - read16(bytes, at + 10));
}

/** Writes a header, its checksum correct, at `target[at]`; returns its length in bytes. */
export function writeIpv4Header(
  target: Uint8Array,
  at: number,
  header: Ipv4Header,
  payloadBytes: number,
): number {
  const headerBytes = ipv4HeaderBytes + header.options.length;
  target[at] = 0x40 | (headerBytes / 4);
  target[at + 1] = (header.differentiatedServices << 2) | header.congestionNotification;
  write16(target, at + 2, headerBytes + payloadBytes);
  write16(target, at + 4, header.identification);
  write16(target, at + 6, (header.flags << 13) | header.fragmentOffset);
  target[at + 8] = header.timeToLive;
  target[at + 9] = header.protocol;
  write16(target, at + 10, 0);
  write32(target, at + 12, header.source);
  write32(target, at + 16, header.destination);
  if (header.options.length > 0) target.set(header.options, at + ipv4HeaderBytes);
  write16(target, at + 10, ipv4Checksum(target, at, headerBytes));
  return headerBytes;
}

/** A whole packet: header and payload. */
export function encodeIpv4({ header, payload }: Ipv4Packet): Uint8Array {
  const bytes = new Uint8Array(ipv4HeaderBytes + header.options.length + payload.length);
  const headerBytes = writeIpv4Header(bytes, 0, header, payload.length);
  bytes.set(payload, headerBytes);
  return bytes;
}

/**
 * Reads a packet. Bytes after Total Length (a short frame's padding) are left out; a wrong checksum is told by
 * `headerChecksum` and `expectedChecksum`, not refused, so that a damaged packet can be looked at.
 */
export function decodeIpv4(bytes: Uint8Array): Decoded<DecodedIpv4> {
  if (bytes.length < ipv4HeaderBytes)
    return refuse(bytes.length, `${bytes.length} bytes`, 'at least the 20 bytes of an IPv4 header');
  const version = bytes[0]! >>> 4;
  if (version !== 4) return refuse(0, `Version ${version}`, 'Version 4');
  const headerBytes = (bytes[0]! & 15) * 4;
  if (headerBytes < ipv4HeaderBytes || headerBytes > bytes.length)
    return refuse(
      0,
      `an Internet Header Length of ${headerBytes} bytes`,
      `20 to ${Math.min(60, bytes.length)} bytes, in words of 4`,
    );
  const totalLength = read16(bytes, 2);
  if (totalLength < headerBytes || totalLength > bytes.length)
    return refuse(2, `a Total Length of ${totalLength} bytes`, `${headerBytes} to ${bytes.length} bytes`);
  return { ok: true, value: readValidIpv4(bytes, headerBytes, totalLength) };
}

function readValidIpv4(bytes: Uint8Array, headerBytes: number, totalLength: number): DecodedIpv4 {
  const fragment = read16(bytes, 6);
  return {
    header: {
      differentiatedServices: bytes[1]! >>> 2,
      congestionNotification: bytes[1]! & 3,
      identification: read16(bytes, 4),
      flags: fragment >>> 13,
      fragmentOffset: fragment & 0x1fff,
      timeToLive: bytes[8]!,
      protocol: bytes[9]!,
      source: read32(bytes, 12),
      destination: read32(bytes, 16),
      options: bytes.subarray(ipv4HeaderBytes, headerBytes),
    },
    payload: bytes.subarray(headerBytes, totalLength),
    totalLength,
    headerChecksum: read16(bytes, 10),
    expectedChecksum: ipv4Checksum(bytes, 0, headerBytes),
  };
}
