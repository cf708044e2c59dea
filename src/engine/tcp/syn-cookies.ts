import { keyedHash } from './keyed-hash';

/** Segment sizes that a cookie can carry, as Linux has them. */
const segmentSizes = [536, 1300, 1440, 1460] as const;

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
    let index = segmentSizes.length - 1;
    while (index > 0 && (segmentSizes[index] ?? 0) > segmentSize) index -= 1;
    return ((keyedHash(this.secret, remoteAddress, remotePort, localPort, sequence) & ~3) | index) >>> 0;
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
    return ((cookie ^ expected) & ~3) === 0 ? segmentSizes[cookie & 3] : undefined;
  }
}
