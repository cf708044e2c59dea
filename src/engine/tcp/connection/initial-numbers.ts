import type { RandomStream } from '../../kernel/random-streams';
import type { FourTuple } from './four-tuple';
import { keyedHash } from './keyed-hash';

/** RFC 9293 section 3.4.1: the clock of initial sequence numbers ticks every 4 us. */
const nanosecondsPerNumber = 4000;

/**
 * Where a host's numbers begin: initial sequence numbers by RFC 6528, timestamps by RFC 7323 section 7.1. For the same two ends both only ever grow,
 * so that a four-tuple in TIME-WAIT at the peer knows a new connection from an old segment (RFC 6191).
 */
export class InitialNumbers {
  private readonly secret: number;
  private readonly timestampSecret: number;
  /** The sequence clock never falls behind the numbers that gone connections have used, however fast they sent. */
  private leastClock = 0;

  constructor(random: RandomStream) {
    this.secret = random.unsigned32();
    this.timestampSecret = random.unsigned32();
  }

  /** The sequence clock at a time in nanoseconds; it does not wrap. */
  clockAt(now: number): number {
    return Math.max(Math.floor(now / nanosecondsPerNumber), this.leastClock);
  }

  /** A connection is gone that began at `clock` and whose numbers reached the relative number `sendNext`. */
  retire(clock: number, sendNext: number): void {
    this.leastClock = Math.max(this.leastClock, clock + sendNext);
  }

  /** RFC 6528 section 3: ISN = M + F(local address, local port, remote address, remote port, secret). */
  sequence({ localAddress, localPort, remoteAddress, remotePort }: FourTuple, clock: number): number {
    const ports = (localPort | (remotePort << 16)) >>> 0;
    return (keyedHash(this.secret, localAddress, remoteAddress, ports) + clock) >>> 0;
  }

  /** What the timestamp clock is ahead by towards one peer: the same for all its ports. */
  timestampOffset(localAddress: number, remoteAddress: number): number {
    return keyedHash(this.timestampSecret, localAddress, remoteAddress);
  }
}
