import { defineCongestionControl } from './congestion-control';
import { CongestionController } from './congestion-controller';

/** RFC 9438 section 5. */
const c = 0.4;
const beta = 0.7;
/** RFC 9438 section 4.3: the Reno-friendly window's growth until it reaches the old one. */
const alpha = (3 * (1 - beta)) / (1 + beta);

/** CUBIC, RFC 9438. Windows are counted in segments inside, as the RFC does. */
class CubicController extends CongestionController {
  private windowMax = 0;
  private k = 0;
  /** Virtual time at which the present congestion-avoidance stage began; negative: not yet. */
  private epochStart = -1;
  private windowEstimate = 0;
  private windowAtLoss = 0;

  onLoss(): void {
    const window = this.window / this.segment;
    // RFC 9438 section 4.7, fast convergence: below the last maximum, release bandwidth early.
    this.windowMax = window < this.windowMax ? (window * (1 + beta)) / 2 : window;
    this.windowAtLoss = window;
    // RFC 9438 section 4.6, multiplicative decrease, not below two segments.
    const reduced = Math.max(Math.floor(window * beta), 2);
    this.threshold = reduced * this.segment;
    this.window = this.threshold;
    this.epochStart = -1;
  }

  override restore(window: number, threshold: number): void {
    super.restore(window, threshold);
    this.epochStart = -1;
  }

  protected avoid(bytes: number, now: number, smoothedRoundTrip: number): void {
    const window = this.window / this.segment;
    const acknowledged = bytes / this.segment;
    if (this.epochStart < 0) this.beginEpoch(window, now);
    const elapsed = (now - this.epochStart) / 1e9;
    const cubicNow = this.cubic(elapsed);
    // RFC 9438 section 4.3.
    const friendly = this.windowEstimate >= this.windowAtLoss ? 1 : alpha;
    this.windowEstimate += (friendly * acknowledged) / window;
    if (cubicNow < this.windowEstimate) {
      this.window = this.windowEstimate * this.segment;
      return;
    }
    // RFC 9438 section 4.4 and 4.5: a segment's growth is (target - cwnd) / cwnd, target at most 1.5 cwnd.
    const ahead = this.cubic(elapsed + smoothedRoundTrip / 1e9);
    const target = Math.min(Math.max(ahead, window), 1.5 * window);
    this.window += ((target - window) / window) * bytes;
  }

  private beginEpoch(window: number, now: number): void {
    this.epochStart = now;
    this.windowEstimate = window;
    if (this.windowMax <= window) {
      // RFC 9438 section 4.10: after slow start without loss the curve begins at its plateau.
      this.windowMax = window;
      this.k = 0;
    } else {
      this.k = cubeRoot((this.windowMax - window) / c);
    }
  }

  /** RFC 9438 equation 1, `elapsed` in seconds. */
  private cubic(elapsed: number): number {
    const distance = elapsed - this.k;
    return c * distance * distance * distance + this.windowMax;
  }
}

export const cubic = defineCongestionControl({
  name: 'cubic',
  words: { title: 'CUBIC', about: 'grows by the time since the last loss', source: 'RFC 9438' },
  create: (segment, initialSegments) => new CubicController(segment, initialSegments),
});

/** Newton's method with plain arithmetic: the same bits on every machine, which `Math.cbrt` does not promise. */
function cubeRoot(value: number): number {
  if (value <= 0) return 0;
  let root = value > 1 ? value : 1;
  for (let step = 0; step < 200; step++) {
    const next = (2 * root + value / (root * root)) / 3;
    if (!(next < root)) break;
    root = next;
  }
  return root;
}
