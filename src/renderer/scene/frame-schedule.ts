/**
 * Runs a drawing when something asks for it: at once where this display frame has none yet, so that nothing shows a
 * frame late, and otherwise in the next frame. Nothing runs while nobody asks.
 */
export class FrameSchedule {
  private waiting = false;
  private handle = 0;
  private drawnIn: CSSNumberish | null = null;

  constructor(private readonly draw: () => void) {}

  /** Asks for a drawing; asking again before it comes is one. */
  request(): void {
    if (this.waiting) return;
    this.waiting = true;
    if (document.timeline.currentTime !== this.drawnIn) queueMicrotask(() => this.run());
    else this.handle = requestAnimationFrame(() => this.run());
  }

  cancel(): void {
    cancelAnimationFrame(this.handle);
    this.waiting = false;
  }

  private run(): void {
    if (!this.waiting) return;
    this.waiting = false;
    this.drawnIn = document.timeline.currentTime;
    this.draw();
  }
}
