/**
 * How much may be in flight, and what loss does to it: shared by every reliable transport. Bytes throughout;
 * `segment` is the sender's maximum segment size. Time is virtual nanoseconds.
 */
export abstract class CongestionController {
  window: number;
  /** Slow start ends here; Infinity until the first loss. */
  threshold = Infinity;

  constructor(
    protected readonly segment: number,
    initialSegments: number,
  ) {
    this.window = segment * initialSegments;
  }

  get inSlowStart(): boolean {
    return this.window < this.threshold;
  }

  /** New data was acknowledged while not in recovery. `limited`: the window, not the application, held the sender back. */
  onAcknowledged(bytes: number, now: number, smoothedRoundTrip: number, limited: boolean): void {
    if (!limited) return;
    if (this.inSlowStart) {
      // RFC 5681 section 3.1 with the byte counting of RFC 3465, so that a delayed ACK counts for all it covers.
      const used = Math.min(bytes, this.threshold - this.window);
      this.window += used;
      if (bytes - used > 0) this.avoid(bytes - used, now, smoothedRoundTrip);
    } else {
      this.avoid(bytes, now, smoothedRoundTrip);
    }
  }

  /** Loss was found from acknowledgements: the window for the recovery. `inFlight`: bytes unacknowledged at that moment. */
  abstract onLoss(inFlight: number, now: number): void;

  /** The retransmission timer fired. RFC 5681 section 3.1: back to one segment. `first`: of this loss. */
  onTimeout(inFlight: number, now: number, first: boolean): void {
    if (first) this.onLoss(inFlight, now);
    this.window = this.segment;
  }

  /** The loss turned out not to be one (RFC 4015): what was taken is given back. */
  restore(window: number, threshold: number): void {
    this.window = Math.max(this.window, window);
    this.threshold = threshold;
  }

  protected abstract avoid(bytes: number, now: number, smoothedRoundTrip: number): void;
}
