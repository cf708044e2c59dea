/** Longest time that one frame counts for, seconds: a window that slept does not leap on waking. */
const longestFrame = 0.1;

/**
 * Calls back with the wall-clock seconds since the last frame, for as long as it is started. The only place in the
 * window where real time passes into the playhead.
 */
export class FrameLoop {
  private request: number | undefined;
  private last: number | undefined;

  constructor(private readonly frame: (seconds: number) => void) {}

  start(): void {
    this.request ??= requestAnimationFrame(this.tick);
  }

  stop(): void {
    if (this.request !== undefined) cancelAnimationFrame(this.request);
    this.request = undefined;
    this.last = undefined;
  }

  private readonly tick = (now: number): void => {
    this.request = requestAnimationFrame(this.tick);
    const seconds = this.last === undefined ? 0 : (now - this.last) / 1000;
    this.last = now;
    this.frame(Math.min(seconds, longestFrame));
  };
}

/** Resolves after what was changed until now has been painted. */
export function nextPaint(): Promise<void> {
  // The first frame draws, the second begins when that was handed to the screen.
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}
