import { holds, type Bounds } from '../plane/bounds';

/** How much of the view's size is added on each side: what comes into view while it is panned is there already. */
const roomAround = 0.5;
/** An area this many times as wide as the view holds more than need be. */
const farTooWide = 6;

/**
 * The area that pictures are to hold for a view: the view and room around it. As long as the view stays in the area
 * that was held before, that is kept, so that a pan makes no new picture.
 */
export function areaAround(view: Bounds, before: Bounds | undefined): Bounds {
  const width = view.right - view.left;
  const height = view.bottom - view.top;
  if (before && holds(before, view) && before.right - before.left <= width * farTooWide) return before;
  return {
    left: view.left - width * roomAround,
    top: view.top - height * roomAround,
    right: view.right + width * roomAround,
    bottom: view.bottom + height * roomAround,
  };
}
