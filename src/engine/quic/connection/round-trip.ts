/** RFC 9002 section 6.1.2: the timer granularity. */
export const granularity = 1e6;

/** Round-trip estimation and the probe timeout, RFC 9002 section 5 and 6.2. Nanoseconds. */
export class RoundTrip {
  /** Of the last sample; 0: none yet. */
  latest = 0;
  minimum = 0;
  smoothed: number;
  variance: number;
  hasSample = false;

  /** `initial`: what is assumed before the first sample (RFC 9002 section 6.2.2). */
  constructor(private readonly initial: number) {
    this.smoothed = initial;
    this.variance = initial / 2;
  }

  /** Takes in a sample. `acknowledgementDelay`: what the peer says that it waited, already capped. */
  measured(sample: number, acknowledgementDelay: number): void {
    this.latest = Math.max(1, sample);
    if (!this.hasSample) {
      this.hasSample = true;
      this.minimum = this.latest;
      this.smoothed = this.latest;
      this.variance = Math.round(this.latest / 2);
      return;
    }
    this.minimum = Math.min(this.minimum, this.latest);
    const adjusted =
      this.latest >= this.minimum + acknowledgementDelay ? this.latest - acknowledgementDelay : this.latest;
    // Whole nanoseconds, so that timers fall on them.
    this.variance = Math.round(0.75 * this.variance + 0.25 * Math.abs(this.smoothed - adjusted));
    this.smoothed = Math.round(0.875 * this.smoothed + 0.125 * adjusted);
  }

  /** The probe timeout of RFC 9002 section 6.2.1 before backing off, without the peer's ACK delay. */
  get probeTimeout(): number {
    return this.smoothed + Math.max(4 * this.variance, granularity);
  }

  /** RFC 9002 section 6.1.2: how long a packet may be out when a later one is acknowledged. */
  get lossDelay(): number {
    return Math.max(Math.round((9 / 8) * Math.max(this.smoothed, this.latest)), granularity);
  }

  /** RFC 9000 section 9.4: a new path has a round trip of its own. */
  reset(): void {
    this.latest = 0;
    this.minimum = 0;
    this.smoothed = this.initial;
    this.variance = this.initial / 2;
    this.hasSample = false;
  }
}
