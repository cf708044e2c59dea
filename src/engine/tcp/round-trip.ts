import type { TcpParameters } from '../../shared/protocols/tcp-parameters';

/** Smallest allowance for variance, as Linux has it; RFC 6298 calls it the clock granularity G. */
const leastVarianceAllowance = 200e6;

/** Round-trip estimation and the retransmission timeout, RFC 6298. Nanoseconds. */
export class RoundTrip {
  /** 0: nothing measured yet. */
  smoothed = 0;
  variance = 0;
  /** The shortest ever measured; Infinity: none. */
  least = Infinity;
  /** The timeout before backing off. */
  base: number;
  /** How many times it was doubled. */
  backoff = 0;

  constructor(private readonly parameters: TcpParameters) {
    this.base = parameters.initialRetransmissionTimeout;
  }

  /** The timeout now, with its doublings (RFC 6298 section 5.5). */
  get timeout(): number {
    return Math.min(this.base * 2 ** this.backoff, this.parameters.maximumRetransmissionTimeout);
  }

  /** Takes in a measurement (RFC 6298 section 2.2 and 2.3) and ends the backing off. */
  measured(roundTrip: number): void {
    if (roundTrip < this.least) this.least = roundTrip;
    if (this.smoothed === 0) {
      this.smoothed = Math.max(1, roundTrip);
      this.variance = Math.floor(roundTrip / 2);
    } else {
      this.variance = Math.floor(0.75 * this.variance + 0.25 * Math.abs(this.smoothed - roundTrip));
      this.smoothed = Math.max(1, Math.floor(0.875 * this.smoothed + 0.125 * roundTrip));
    }
    const { minimumRetransmissionTimeout: least, maximumRetransmissionTimeout: most } = this.parameters;
    const allowance = Math.max(4 * this.variance, Math.min(least, leastVarianceAllowance));
    // RFC 6298 section 2.4 and 2.5.
    this.base = Math.min(Math.max(this.smoothed + allowance, least), most);
    this.backoff = 0;
  }
}
