import { CellIndex } from '../../view-model/plane/cell-index';

/** About the size of a text, CSS pixels. */
const cellSize = 64;

/** The room on the stage that texts have taken, so that no two overlap: first come, first served. */
export class LabelSpace {
  private sides = new Float32Array(256);
  private count = 0;
  private readonly cells = new CellIndex(cellSize);
  private wanted = { left: 0, top: 0, right: 0, bottom: 0 };

  /** @param below a space whose rectangles are in the way here too, such as that of what moves less often. */
  constructor(private readonly below?: LabelSpace) {}

  clear(): void {
    this.count = 0;
    this.cells.clear();
  }

  /** Takes a rectangle whether it is free or not. */
  reserve(left: number, top: number, right: number, bottom: number): void {
    if ((this.count + 1) * 4 > this.sides.length) {
      const larger = new Float32Array(this.sides.length * 2);
      larger.set(this.sides);
      this.sides = larger;
    }
    const at = this.count * 4;
    this.sides[at] = left;
    this.sides[at + 1] = top;
    this.sides[at + 2] = right;
    this.sides[at + 3] = bottom;
    this.cells.addRectangle(this.count, left, top, right, bottom);
    this.count += 1;
  }

  isFree(left: number, top: number, right: number, bottom: number): boolean {
    const { wanted } = this;
    wanted.left = left;
    wanted.top = top;
    wanted.right = right;
    wanted.bottom = bottom;
    if (this.cells.some(left, top, right, bottom, this.isInTheWay)) return false;
    return this.below?.isFree(left, top, right, bottom) ?? true;
  }

  /** Takes a rectangle where it is free; returns whether it was. */
  take(left: number, top: number, right: number, bottom: number): boolean {
    const free = this.isFree(left, top, right, bottom);
    if (free) this.reserve(left, top, right, bottom);
    return free;
  }

  private readonly isInTheWay = (taken: number): boolean => {
    const { wanted, sides } = this;
    const at = taken * 4;
    return (
      wanted.left < sides[at + 2]! &&
      wanted.right > sides[at]! &&
      wanted.top < sides[at + 3]! &&
      wanted.bottom > sides[at + 1]!
    );
  };
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
