/** The tracks' lines on screen, so that labels can keep off them. */
export class TrackLines {
  private ends = new Float64Array(0);
  private count = 0;

  /** Forgets all lines and makes room for so many. */
  reset(lines: number): void {
    this.count = lines;
    if (this.ends.length < lines * 4) this.ends = new Float64Array(lines * 4);
  }

  set(line: number, x1: number, y1: number, x2: number, y2: number): void {
    this.ends.set([x1, y1, x2, y2], line * 4);
  }

  /** Whether no line but `except` comes into a rectangle. */
  keepOff(left: number, top: number, right: number, bottom: number, except: number): boolean {
    const { ends, count } = this;
    for (let line = 0; line < count; line++) {
      if (line === except) continue;
      const at = line * 4;
      if (entersRectangle(ends[at]!, ends[at + 1]!, ends[at + 2]!, ends[at + 3]!, left, top, right, bottom))
        return false;
    }
    return true;
  }
}

/** Whether any of a line from one point to another is inside a rectangle. */
export function entersRectangle(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): boolean {
  if (Math.max(x1, x2) < left || Math.min(x1, x2) > right) return false;
  if (Math.max(y1, y2) < top || Math.min(y1, y2) > bottom) return false;
  // What is left is on both sides of the rectangle or in it: it misses only where all corners are on one side of it.
  const dx = x2 - x1;
  const dy = y2 - y1;
  const side = (x: number, y: number) => Math.sign(dx * (y - y1) - dy * (x - x1));
  const first = side(left, top);
  return !(
    first !== 0 &&
    first === side(right, top) &&
    first === side(left, bottom) &&
    first === side(right, bottom)
  );
}
