import { defineCongestionControl } from './congestion-control';
import { CongestionController } from './congestion-controller';

/** RFC 5681 congestion avoidance. Also the controller of NewReno (RFC 6582), whose recovery is the transport's. */
class NewRenoController extends CongestionController {
  private acknowledged = 0;

  onLoss(inFlight: number): void {
    // RFC 5681 equation 4.
    this.threshold = Math.max(Math.floor(inFlight / 2), 2 * this.segment);
    this.window = this.threshold;
    this.acknowledged = 0;
  }

  protected avoid(bytes: number): void {
    // RFC 5681 section 3.1: one segment a window of acknowledged bytes.
    this.acknowledged += bytes;
    if (this.acknowledged >= this.window) {
      this.acknowledged -= this.window;
      this.window += this.segment;
    }
  }
}

export const newReno = defineCongestionControl({
  name: 'newreno',
  words: {
    title: 'NewReno',
    about: 'halves on loss, a segment a round trip after',
    source: 'RFC 6582, RFC 9002',
  },
  create: (segment, initialSegments) => new NewRenoController(segment, initialSegments),
});
