import { addWords, finishChecksum } from './checksum';
import { type Decoded, refuse } from './encoding/decoded';
import { read16, write16 } from './encoding/octets';
import { protocolUdp } from './ipv4';

/** The User Datagram Protocol: RFC 768. */

export const udpHeaderBytes = 8;

export interface UdpHeader {
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export interface UdpDatagram {
  readonly header: UdpHeader;
  readonly payload: Uint8Array;
}

/** A datagram as it was read: the datagram, and what its bytes say besides. */
export interface DecodedUdp extends UdpDatagram {
  /** Header and payload, bytes. */
  readonly length: number;
  /** 0: the sender made none. */
  readonly checksum: number;
}

/**
 * What Checksum should be for the datagram in `bytes[at, at + length)` between two addresses: over the pseudo header,
 * the header and the payload; a sum of 0 is sent as all ones.
 */
export function udpChecksum(
  bytes: Uint8Array,
  at: number,
  length: number,
  { source, destination }: { readonly source: number; readonly destination: number },
): number {
  const addresses = (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff);
  const sum = addWords(bytes, at, at + length, addresses + protocolUdp + length) - read16(bytes, at + 6);
  return finishChecksum(sum) || 0xffff;
}

/** Writes a header at `target[at]` and returns its length; the payload must stand behind it already, for the checksum. */
export function writeUdpHeader(
  target: Uint8Array,
  at: number,
  { sourcePort, destinationPort }: UdpHeader,
  payloadBytes: number,
  pseudo: { readonly source: number; readonly destination: number },
): number {
  const length = udpHeaderBytes + payloadBytes;
  write16(target, at, sourcePort);
  write16(target, at + 2, destinationPort);
  write16(target, at + 4, length);
  write16(target, at + 6, 0);
  write16(target, at + 6, udpChecksum(target, at, length, pseudo));
  return udpHeaderBytes;
}

/** A whole datagram, its checksum correct between two addresses. */
export function encodeUdp(
  { header, payload }: UdpDatagram,
  pseudo: { readonly source: number; readonly destination: number },
): Uint8Array {
  const bytes = new Uint8Array(udpHeaderBytes + payload.length);
  bytes.set(payload, udpHeaderBytes);
  writeUdpHeader(bytes, 0, header, payload.length, pseudo);
  return bytes;
}

/** Reads a datagram; bytes behind its Length are left out. The checksum is told, not judged: see `udpChecksum`. */
export function decodeUdp(bytes: Uint8Array): Decoded<DecodedUdp> {
  if (bytes.length < udpHeaderBytes)
    return refuse(bytes.length, `${bytes.length} bytes`, 'at least the 8 bytes of a UDP header');
  const length = read16(bytes, 4);
  if (length < udpHeaderBytes || length > bytes.length)
    return refuse(4, `a Length of ${length} bytes`, `8 to ${bytes.length} bytes`);
  return {
    ok: true,
    value: {
      header: { sourcePort: read16(bytes, 0), destinationPort: read16(bytes, 2) },
      payload: bytes.subarray(udpHeaderBytes, length),
      length,
      checksum: read16(bytes, 6),
    },
  };
}
