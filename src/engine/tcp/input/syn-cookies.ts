import { keyedHash } from '../connection/keyed-hash';

/** Segment sizes that a cookie can carry: those of Linux, and some below, so that nobody is sent more than was asked for. */
const segmentSizes = [64, 128, 256, 536, 1300, 1440, 1460] as const;
/** The low bits of a cookie say which. */
const sizeBits = 7;

/** What a cookie makes of an announced MSS: the next smaller size that it can carry. */
export function cookieSegmentSize(announced: number): number {
  return segmentSizes.findLast((size) => size <= announced) ?? segmentSizes[0];
}

/**
 * SYN cookies (RFC 4987 section 3.6): the initial sequence number says who asked and for which segment size, so that
 * nothing has to be remembered until the third segment proves that the asker exists. The other options are the price.
 */
export class SynCookies {
  constructor(private readonly secret: number) {}

  /** The initial sequence number for a SYN from `remoteAddress`:`remotePort` with this sequence number and MSS. */
  make(
    remoteAddress: number,
    remotePort: number,
    localPort: number,
    sequence: number,
    segmentSize: number,
  ): number {
    const index = segmentSizes.findIndex((size) => size === cookieSegmentSize(segmentSize));
    return (
      ((keyedHash(this.secret, remoteAddress, remotePort, localPort, sequence) & ~sizeBits) | index) >>> 0
    );
  }

  /** The segment size of a cookie that we made; undefined for anything else. */
  check(
    cookie: number,
    remoteAddress: number,
    remotePort: number,
    localPort: number,
    sequence: number,
  ): number | undefined {
    const expected = keyedHash(this.secret, remoteAddress, remotePort, localPort, sequence);
    return ((cookie ^ expected) & ~sizeBits) === 0 ? segmentSizes[cookie & sizeBits] : undefined;
  }
}
