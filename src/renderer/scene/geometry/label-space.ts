/** The room on the stage that texts have taken, so that no two overlap: first come, first served. */
export class LabelSpace {
  private sides = new Float32Array(256);
  private count = 0;

  /** @param below a space whose rectangles are in the way here too, such as that of what moves less often. */
  constructor(private readonly below?: LabelSpace) {}

  clear(): void {
    this.count = 0;
  }

  /** Takes a rectangle whether it is free or not. */
  reserve(left: number, top: number, right: number, bottom: number): void {
    if ((this.count + 1) * 4 > this.sides.length) {
      const larger = new Float32Array(this.sides.length * 2);
      larger.set(this.sides);
      this.sides = larger;
    }
    this.sides.set([left, top, right, bottom], this.count * 4);
    this.count += 1;
  }

  isFree(left: number, top: number, right: number, bottom: number): boolean {
    const sides = this.sides;
    for (let at = 0, end = this.count * 4; at < end; at += 4)
      if (left < sides[at + 2]! && right > sides[at]! && top < sides[at + 3]! && bottom > sides[at + 1]!)
        return false;
    return this.below?.isFree(left, top, right, bottom) ?? true;
  }

  /** Takes a rectangle where it is free; returns whether it was. */
  take(left: number, top: number, right: number, bottom: number): boolean {
    const free = this.isFree(left, top, right, bottom);
    if (free) this.reserve(left, top, right, bottom);
    return free;
  }
}

/**
 * The centre of a label beside a line: as far from the point as `gap` and its own size in that direction demand.
 * @param normalX with normalY the unit vector from the point to the label's side
 */
export function besidePoint(
  x: number,
  y: number,
  normalX: number,
  normalY: number,
  gap: number,
  width: number,
  height: number,
): { x: number; y: number } {
  const reach = gap + (Math.abs(normalX) * width) / 2 + (Math.abs(normalY) * height) / 2;
  return { x: x + normalX * reach, y: y + normalY * reach };
}
