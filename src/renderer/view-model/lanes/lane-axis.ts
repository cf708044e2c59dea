/** Round steps of time for columns and for the axis above them. All times are nanoseconds. */

/** A stretch of time over a width of pixels. */
export interface TimeScale {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

/** Widths of a column and of a tick's place that read well, pixels. */
const columnWidth = 7;
const tickWidth = 88;
/** Shortest stretch that can be zoomed to. */
export const shortestStretch = 10_000;

/** The smallest of 1, 2, 5 times a power of ten that is at least `least`. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const factor = [1, 2, 5].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** How long a column lasts. */
export function columnStep({ from, to, width }: TimeScale): number {
  return roundStep(((to - from) * columnWidth) / Math.max(1, width));
}

/** Times of ticks within the stretch, and the step between them. */
export function ticks(scale: TimeScale): { readonly step: number; readonly times: readonly number[] } {
  const step = roundStep(((scale.to - scale.from) * tickWidth) / Math.max(1, scale.width));
  const times: number[] = [];
  for (let time = Math.ceil(scale.from / step) * step; time <= scale.to; time += step) times.push(time);
  return { step, times };
}

/** Pixels from the left edge. */
export function leftOf(time: number, { from, to, width }: TimeScale): number {
  return ((time - from) / (to - from)) * width;
}

export function timeAt(left: number, { from, to, width }: TimeScale): number {
  return from + (left / Math.max(1, width)) * (to - from);
}

/** A stretch that is `factor` times as long (below 1: zoomed in) around a time, kept within 0..end. */
export function zoomed(
  scale: TimeScale,
  around: number,
  factor: number,
  end: number,
): { from: number; to: number } {
  const length = Math.min(
    Math.max(end, shortestStretch),
    Math.max(shortestStretch, (scale.to - scale.from) * factor),
  );
  const share = (around - scale.from) / (scale.to - scale.from);
  return within(around - share * length, length, end);
}

/** The stretch moved by so much, kept within 0..end. */
export function moved(scale: TimeScale, by: number, end: number): { from: number; to: number } {
  return within(scale.from + by, scale.to - scale.from, end);
}

function within(from: number, length: number, end: number): { from: number; to: number } {
  const start = Math.max(0, Math.min(from, end - length));
  return { from: start, to: start + length };
}

/** Times on the axis, in one unit for all: `1.2 s`, `340 ms`, `15 µs`. */
export function tickText(time: number, step: number): string {
  if (time === 0) return '0';
  const [unit, size] =
    step >= 1e8 ? (['s', 1e9] as const) : step >= 1e5 ? (['ms', 1e6] as const) : (['µs', 1e3] as const);
  const digits = Math.max(0, Math.ceil(Math.log10(size / step)));
  return `${(time / size).toFixed(digits)} ${unit}`;
}

/** When the first of the lanes begins. */
export function startOfLanes(lanes: readonly { readonly start: number }[]): number {
  return lanes.reduce((least, { start }) => Math.min(least, start), lanes[0]?.start ?? 0);
}

/** When the last of the lanes ends; `now` while one has not. A little room follows, so that the end is seen. */
export function endOfLanes(
  lanes: readonly { readonly ended: number | undefined }[],
  from: number,
  now: number,
): number {
  const end = lanes.reduce((most, { ended }) => Math.max(most, ended ?? now), from);
  return Math.max(from + shortestStretch, end + (end - from) * 0.02);
}
