/** Where lines between boxes run: quadratic curves that keep clear of the boxes that they do not join. */

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

/** A box by its middle and size, pixels. */
export interface ChartBox extends ChartPoint {
  readonly width: number;
  readonly height: number;
}

/** A quadratic Bézier curve. */
export interface ChartCurve {
  readonly start: ChartPoint;
  readonly control: ChartPoint;
  readonly end: ChartPoint;
}

const samples = 32;
/** How far lines keep from boxes, pixels. */
const clearance = 3;
/** Bends tried, as shares of the line's length: the straightest that is clear wins. */
const bends = [0, 0.08, -0.08, 0.16, -0.16, 0.26, -0.26, 0.38, -0.38, 0.52, -0.52, 0.7, -0.7, 0.9, -0.9];

/** The point of a curve at a share of its way. */
export function pointOn({ start, control, end }: ChartCurve, share: number): ChartPoint {
  const rest = 1 - share;
  return {
    x: rest * rest * start.x + 2 * rest * share * control.x + share * share * end.x,
    y: rest * rest * start.y + 2 * rest * share * control.y + share * share * end.y,
  };
}

export function isInside(box: ChartBox, point: ChartPoint, margin = 0): boolean {
  return (
    Math.abs(point.x - box.x) < box.width / 2 + margin && Math.abs(point.y - box.y) < box.height / 2 + margin
  );
}

/**
 * The curve from one box's rim to another's, round every box of `obstacles` and within the area (0,0)-(width,height)
 * where that can be. `lean` bends it to its left hand from the start, so that two opposite lines lie side by side.
 */
export function route(
  from: ChartBox,
  to: ChartBox,
  obstacles: readonly ChartBox[],
  area: { readonly width: number; readonly height: number },
  lean = 0,
): ChartCurve {
  let best: { curve: ChartCurve; faults: number } | undefined;
  for (const bend of bends) {
    const curve = bent(from, to, bend + lean);
    const faults = faultsOf(curve, obstacles, area);
    if (!best || faults < best.faults) best = { curve, faults };
    if (faults === 0) break;
  }
  return clipped(best?.curve ?? bent(from, to, lean), from, to);
}

/** A line from a box back to itself: over its upper right corner, where no other line of the figure runs. */
export function loop({ x, y, width, height }: ChartBox): string {
  const rim = y - height / 2;
  const right = x + width / 2;
  return `M${right - 22} ${rim}C${right - 24} ${rim - 14} ${right - 4} ${rim - 14} ${right - 6} ${rim}`;
}

export function curvePath({ start, control, end }: ChartCurve): string {
  const round = (value: number) => Math.round(value * 10) / 10;
  return `M${round(start.x)} ${round(start.y)}Q${round(control.x)} ${round(control.y)} ${round(end.x)} ${round(end.y)}`;
}

function bent(from: ChartPoint, to: ChartPoint, bend: number): ChartCurve {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const control = { x: (from.x + to.x) / 2 + dy * bend * 2, y: (from.y + to.y) / 2 - dx * bend * 2 };
  return { start: from, control, end: to };
}

function faultsOf(
  curve: ChartCurve,
  obstacles: readonly ChartBox[],
  area: { readonly width: number; readonly height: number },
): number {
  let faults = 0;
  for (let step = 1; step < samples; step += 1) {
    const point = pointOn(curve, step / samples);
    const isOut = point.x < 2 || point.y < 2 || point.x > area.width - 2 || point.y > area.height - 2;
    if (isOut || obstacles.some((box) => isInside(box, point, clearance))) faults += 1;
  }
  return faults;
}

/** The part of a curve between its two boxes. */
function clipped(curve: ChartCurve, from: ChartBox, to: ChartBox): ChartCurve {
  const leaves = crossing((share) => !isInside(from, pointOn(curve, share)));
  const enters = 1 - crossing((share) => !isInside(to, pointOn(curve, 1 - share), 1));
  return enters > leaves ? part(curve, leaves, enters) : curve;
}

/** The least share at which a test that begins false and ends true holds. */
function crossing(test: (share: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let step = 1; step <= samples; step += 1) {
    if (!test(step / samples)) continue;
    low = (step - 1) / samples;
    high = step / samples;
    break;
  }
  for (let round = 0; round < 10; round += 1) {
    const middle = (low + high) / 2;
    if (test(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** A stretch of a quadratic curve, which is one itself: its control point is the polar value of both shares. */
function part({ start, control, end }: ChartCurve, from: number, to: number): ChartCurve {
  const polar = (axis: 'x' | 'y') =>
    (1 - from) * (1 - to) * start[axis] +
    ((1 - from) * to + from * (1 - to)) * control[axis] +
    from * to * end[axis];
  const curve = { start, control, end };
  return {
    start: pointOn(curve, from),
    control: { x: polar('x'), y: polar('y') },
    end: pointOn(curve, to),
  };
}

/** Whether two boxes overlap. */
export function overlap(one: ChartBox, other: ChartBox): boolean {
  return (
    Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
    Math.abs(one.y - other.y) < (one.height + other.height) / 2
  );
}
