import * as v from 'valibot';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The least that the panes fit into, in device-independent pixels. */
export const minimumSize = { width: 960, height: 600 } as const;
const defaultSize = { width: 1440, height: 900 } as const;

/** How much of the window must be on a display to be found and moved. */
const leastVisible = { width: 200, height: 80 } as const;

const pixels = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
export const WindowStateSchema = v.strictObject({
  bounds: v.optional(v.strictObject({ x: pixels, y: pixels, width: pixels, height: pixels })),
  maximised: v.boolean(),
});
export type WindowState = v.InferOutput<typeof WindowStateSchema>;

/**
 * Where to show the window: as it was, when enough of it is still on a display, but no larger than that display and
 * no smaller than the panes need; else of the default size, placed by the system.
 */
export function placeWindow(
  saved: Bounds | undefined,
  workAreas: readonly Bounds[],
): { x?: number; y?: number; width: number; height: number } {
  const display = saved && workAreas.find((area) => shows(area, saved));
  if (!saved || !display) return fitted(defaultSize, workAreas[0]);
  return { x: saved.x, y: saved.y, ...fitted(saved, display) };
}

function fitted(size: { width: number; height: number }, area: Bounds | undefined) {
  return {
    width: Math.max(minimumSize.width, Math.min(size.width, area?.width ?? size.width)),
    height: Math.max(minimumSize.height, Math.min(size.height, area?.height ?? size.height)),
  };
}

/** Whether enough of the window's upper edge, by which it is moved, lies in an area. */
function shows(area: Bounds, window: Bounds): boolean {
  const width = Math.min(area.x + area.width, window.x + window.width) - Math.max(area.x, window.x);
  const below = area.y + area.height - window.y;
  return width >= leastVisible.width && below >= leastVisible.height && window.y >= area.y - 40;
}
