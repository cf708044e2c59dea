import { type Decoded, refuse } from '../../encoding/decoded';
import { read16, read32, write16, write32 } from '../../encoding/octets';

/** The Real-time Transport Protocol's data packets: RFC 3550 section 5.1. */

export interface RtpHeader {
  /** 7 bits; 96 to 127 are dynamic (RFC 3551 section 6). */
  readonly payloadType: number;
  /** For video, that the packet is a frame's last one. */
  readonly marker: boolean;
  /** 16 bits, one more for every packet. */
  readonly sequence: number;
  /** 32 bits, in the payload's own clock. */
  readonly timestamp: number;
  /** Synchronization source. */
  readonly source: number;
  readonly contributors: readonly number[];
}

export interface DecodedRtp {
  readonly header: RtpHeader;
  /** Header and header extension, bytes. */
  readonly headerBytes: number;
  /** Without its padding. */
  readonly payload: Uint8Array;
  readonly paddingBytes: number;
}

const version = 2;
export const rtpHeaderBytes = 12;
/** RFC 4571 section 2: a length ahead of each packet in a byte stream. */
export const rtpFramingBytes = 2;
const mostContributors = 15;

/** A header without extension or padding. Throws a RangeError for more than 15 contributors. */
export function encodeRtpHeader(header: RtpHeader): Uint8Array {
  const { contributors } = header;
  if (contributors.length > mostContributors) throw new RangeError(`${contributors.length} contributors`);
  const bytes = new Uint8Array(rtpHeaderBytes + contributors.length * 4);
  bytes[0] = (version << 6) | contributors.length;
  bytes[1] = (header.marker ? 0x80 : 0) | header.payloadType;
  write16(bytes, 2, header.sequence);
  write32(bytes, 4, header.timestamp);
  write32(bytes, 8, header.source);
  contributors.forEach((contributor, index) => {
    write32(bytes, rtpHeaderBytes + index * 4, contributor);
  });
  return bytes;
}

/** Reads a packet: all of `bytes`. */
export function decodeRtp(bytes: Uint8Array): Decoded<DecodedRtp> {
  if (bytes.length < rtpHeaderBytes)
    return refuse(bytes.length, `${bytes.length} bytes`, 'at least the 12 bytes of an RTP header');
  if (bytes[0]! >>> 6 !== version) return refuse(0, `Version ${bytes[0]! >>> 6}`, 'Version 2');
  const contributorsEnd = rtpHeaderBytes + (bytes[0]! & 15) * 4;
  const hasExtension = (bytes[0]! & 0x10) !== 0;
  if (contributorsEnd + (hasExtension ? 4 : 0) > bytes.length)
    return refuse(bytes.length, `${bytes.length} bytes`, `the ${contributorsEnd} bytes of this header`);
  const headerBytes = contributorsEnd + (hasExtension ? 4 + read16(bytes, contributorsEnd + 2) * 4 : 0);
  if (headerBytes > bytes.length)
    return refuse(contributorsEnd + 2, `an extension up to byte ${headerBytes}`, `at most ${bytes.length}`);
  const paddingBytes = bytes[0]! & 0x20 ? bytes[bytes.length - 1]! : 0;
  if (headerBytes + paddingBytes > bytes.length || (bytes[0]! & 0x20 && paddingBytes === 0))
    return refuse(
      bytes.length - 1,
      `${paddingBytes} bytes of padding`,
      `1 to ${bytes.length - headerBytes} bytes`,
    );
  return {
    ok: true,
    value: {
      header: readHeader(bytes, contributorsEnd),
      headerBytes,
      payload: bytes.subarray(headerBytes, bytes.length - paddingBytes),
      paddingBytes,
    },
  };
}

function readHeader(bytes: Uint8Array, contributorsEnd: number): RtpHeader {
  const contributors: number[] = [];
  for (let at = rtpHeaderBytes; at < contributorsEnd; at += 4) contributors.push(read32(bytes, at));
  return {
    payloadType: bytes[1]! & 0x7f,
    marker: (bytes[1]! & 0x80) !== 0,
    sequence: read16(bytes, 2),
    timestamp: read32(bytes, 4),
    source: read32(bytes, 8),
    contributors,
  };
}

/** The header that bytes are, with or without the framing of TCP before it; undefined for any other bytes. */
export function rtpHeaderIn(bytes: Uint8Array): RtpHeader | undefined {
  const start = bytes.length - rtpHeaderBytes;
  if (start !== 0 && start !== rtpFramingBytes) return undefined;
  const packet = decodeRtp(bytes.subarray(start));
  return packet.ok ? packet.value.header : undefined;
}
