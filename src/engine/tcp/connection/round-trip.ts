import type { TcpParameters } from '../../../shared/protocols/tcp-parameters';

/** Smallest allowance for variance, as Linux has it; RFC 6298 calls it the clock granularity G. */
const leastVarianceAllowance = 200e6;
/** RFC 6298 section 5.7: the timeout where a lost SYN left nothing measured. */
const timeoutAfterLostSyn = 3e9;

/**
 * Round-trip estimation and the retransmission timeout, RFC 6298, as Linux has it: with a sample in every ACK the variance would soon be that of
 * neighbours (RFC 7323 section 4.2), so that it rises at once and falls once a round trip. Nanoseconds.
 */
export class RoundTrip {
  /** 0: nothing measured yet. */
  smoothed = 0;
  /** Four times the mean deviation of the samples. */
  private deviation = 0;
  /** The largest deviation of this round trip. */
  private largestDeviation = 0;
  /** What the timeout allows beyond the round trip: RFC 6298's 4 * RTTVAR. */
  private allowance = 0;
  /** SND.NXT when this round trip began. */
  private roundEnd = 0;
  /** The shortest ever measured; Infinity: none. */
  least = Infinity;
  /** The timeout before backing off. */
  base: number;
  /** How many times it was doubled. */
  backoff = 0;

  constructor(private readonly parameters: TcpParameters) {
    const { initialRetransmissionTimeout: first, maximumRetransmissionTimeout: most } = parameters;
    this.base = Math.min(first, most);
  }

  /** The timeout now, with its doublings (RFC 6298 section 5.5). */
  get timeout(): number {
    if (this.backoff === 0) return this.base;
    return Math.min(this.base * 2 ** this.backoff, this.parameters.maximumRetransmissionTimeout);
  }

  /** Takes in a measurement (RFC 6298 section 2.2 and 2.3) and ends the backing off. The numbers are SND.UNA and SND.NXT now. */
  measured(roundTrip: number, sendUnacknowledged: number, sendNext: number): void {
    if (roundTrip < this.least) this.least = roundTrip;
    if (this.smoothed === 0) this.begin(roundTrip, sendNext);
    else this.refine(roundTrip, sendUnacknowledged, sendNext);
    const { minimumRetransmissionTimeout: least, maximumRetransmissionTimeout: most } = this.parameters;
    // RFC 6298 section 2.4 and 2.5.
    this.base = Math.min(Math.max(this.smoothed + this.allowance, least), most);
    this.backoff = 0;
  }

  /** The handshake is done and nothing could be measured, because its SYN was lost. */
  measuredNothing(): void {
    this.base = Math.min(
      Math.max(this.base, timeoutAfterLostSyn),
      this.parameters.maximumRetransmissionTimeout,
    );
    this.backoff = 0;
  }

  private begin(roundTrip: number, sendNext: number): void {
    this.smoothed = Math.max(1, roundTrip);
    this.deviation = 2 * roundTrip;
    this.allowance = Math.max(this.deviation, this.leastAllowance);
    this.largestDeviation = this.allowance;
    this.roundEnd = sendNext;
  }

  private refine(roundTrip: number, sendUnacknowledged: number, sendNext: number): void {
    const error = roundTrip - this.smoothed;
    this.smoothed = Math.max(1, Math.floor(this.smoothed + error / 8));
    let change = Math.abs(error) - this.deviation / 4;
    // A round trip that became shorter says little about when to give up waiting.
    if (error < 0 && change > 0) change /= 8;
    this.deviation = Math.floor(this.deviation + change);
    this.largestDeviation = Math.max(this.largestDeviation, this.deviation);
    this.allowance = Math.max(this.allowance, this.largestDeviation);
    if (sendUnacknowledged <= this.roundEnd) return;
    this.allowance -= Math.floor((this.allowance - this.largestDeviation) / 4);
    this.largestDeviation = this.leastAllowance;
    this.roundEnd = sendNext;
  }

  private get leastAllowance(): number {
    return Math.min(this.parameters.minimumRetransmissionTimeout, leastVarianceAllowance);
  }
}
