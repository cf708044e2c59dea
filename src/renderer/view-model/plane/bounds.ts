/** A rectangle of a plane, its sides parallel to the axes, y down. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Whether two rectangles share a point. */
export function touches(one: Bounds, other: Bounds): boolean {
  return (
    one.left <= other.right && other.left <= one.right && one.top <= other.bottom && other.top <= one.bottom
  );
}

/** Whether all of a rectangle is in another. */
export function holds(outer: Bounds, inner: Bounds): boolean {
  return (
    outer.left <= inner.left &&
    outer.top <= inner.top &&
    outer.right >= inner.right &&
    outer.bottom >= inner.bottom
  );
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
