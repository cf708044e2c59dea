/** What one end lets the other send: a flow-control window as its receiver keeps it, RFC 9113 section 5.2 and 6.9. */
export class ReceiveWindow {
  /**
   * `granted`: bytes that the peer may send now; `target`: bytes that it shall have whenever the window is raised.
   * A window larger than its target (RFC 9113 section 6.9.2 knows no way to shrink it) runs down to it.
   */
  constructor(
    private granted: number,
    private readonly target: number,
  ) {}

  /** Raises the window to its target at once; returns by how much. */
  open(): number {
    const increment = Math.max(0, this.target - this.granted);
    this.granted += increment;
    return increment;
  }

  /** Bytes arrived and were read; returns by how much to raise the window: nothing, until half of it is used up. */
  read(bytes: number): number {
    this.granted -= bytes;
    const increment = this.target - this.granted;
    if (increment * 2 < this.target || increment <= 0) return 0;
    this.granted += increment;
    return increment;
  }
}
