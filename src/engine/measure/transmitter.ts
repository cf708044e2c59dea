/** Width of the windows in which a link direction's busy share is taken, nanoseconds. */
export const utilisationWindow = 100e6;

/** One link direction's transmitter and queue, followed as frames are handed over: how busy it was, and who waited. */
export class TransmitterLedger {
  /** Nanoseconds for which bits were being put on the link. */
  busy = 0;
  queuePeakFrames = 0;
  queuePeakBytes = 0;
  longestWait = 0;
  private busiestWindow = 0;
  private windowIndex = 0;
  private windowBusy = 0;
  private waitingBytes = 0;
  /** Frames whose last bit has not left yet, oldest first; those from `firstWaiting` on have not begun. */
  private starts: number[] = [];
  private ends: number[] = [];
  private sizes: number[] = [];
  private head = 0;
  private firstWaiting = 0;

  /** A frame of `bytes` is handed over at `now`; it leaves after `wait` and takes `duration`, which need not be whole nanoseconds. */
  send(now: number, wait: number, duration: number, bytes: number): void {
    this.passUntil(now);
    this.starts.push(now + wait);
    this.ends.push(now + wait + duration);
    this.sizes.push(bytes);
    if (wait === 0) {
      this.firstWaiting = this.starts.length;
      return;
    }
    this.waitingBytes += bytes;
    this.longestWait = Math.max(this.longestWait, wait);
    this.queuePeakFrames = Math.max(this.queuePeakFrames, this.starts.length - this.firstWaiting);
    this.queuePeakBytes = Math.max(this.queuePeakBytes, this.waitingBytes);
  }

  /** The link is cut, or the run is over: what has not left by `now` never leaves. */
  stop(now: number): void {
    this.passUntil(now);
    const start = this.starts[this.head] ?? Infinity;
    if (start < now) this.addBusy(start, now);
    this.starts = [];
    this.ends = [];
    this.sizes = [];
    this.head = 0;
    this.firstWaiting = 0;
    this.waitingBytes = 0;
  }

  /** Busy share of the busiest window, 0 to 1. */
  get peakUtilisation(): number {
    // Frames begin at whole nanoseconds and last fractions of them: a window may seem fuller than full by one.
    return Math.min(1, Math.max(this.busiestWindow, this.windowBusy) / utilisationWindow);
  }

  private passUntil(now: number): void {
    while (this.firstWaiting < this.starts.length && (this.starts[this.firstWaiting] ?? 0) <= now) {
      this.waitingBytes -= this.sizes[this.firstWaiting] ?? 0;
      this.firstWaiting += 1;
    }
    while (this.head < this.firstWaiting && (this.ends[this.head] ?? 0) <= now) {
      this.addBusy(this.starts[this.head] ?? 0, this.ends[this.head] ?? 0);
      this.head += 1;
    }
    if (this.head > 1024 && this.head * 2 > this.starts.length) this.forgetPassed();
  }

  private forgetPassed(): void {
    for (const list of [this.starts, this.ends, this.sizes]) list.splice(0, this.head);
    this.firstWaiting -= this.head;
    this.head = 0;
  }

  /** Intervals come in the order of time. */
  private addBusy(from: number, to: number): void {
    this.busy += to - from;
    for (let at = from; at < to;) {
      const index = Math.floor(at / utilisationWindow);
      if (index !== this.windowIndex) this.beginWindow(index);
      const until = Math.min(to, (index + 1) * utilisationWindow);
      this.windowBusy += until - at;
      at = until;
    }
  }

  private beginWindow(index: number): void {
    this.busiestWindow = Math.max(this.busiestWindow, this.windowBusy);
    this.windowBusy = 0;
    this.windowIndex = index;
  }
}
