/** Tallest that a scrolled element may be: browsers stop drawing somewhere above 16 million pixels. */
const tallest = 8_000_000;
/** Rows drawn beyond the view on either side. */
const spare = 4;

/** Which rows of a list of rows of one height are in view. Written for lists longer than a browser can make tall. */
export interface RowWindow {
  /** Height of the scrolled content, pixels. */
  readonly contentHeight: number;
  /** First row to draw, and one past the last. */
  readonly from: number;
  readonly to: number;
  /** Where in the content the first drawn row begins. */
  readonly offset: number;
  /** Content pixels that one pixel of scrolling stands for: more than 1 only where the list is too long. */
  readonly ratio: number;
}

/** The rows in view at a scroll position. */
export function rowWindow(rows: number, rowHeight: number, viewHeight: number, scrollTop: number): RowWindow {
  const whole = rows * rowHeight;
  const contentHeight = Math.min(whole, tallest);
  const ratio = contentHeight > viewHeight ? (whole - viewHeight) / (contentHeight - viewHeight) : 1;
  const top = scrollTop * ratio;
  const from = Math.max(0, Math.floor(top / rowHeight) - spare);
  const to = Math.min(rows, Math.ceil((top + viewHeight) / rowHeight) + spare);
  return { contentHeight, from, to, offset: scrollTop - (top - from * rowHeight), ratio };
}

/** The scroll position at which a row is in view, as near as possible to where it is; in the middle when it was out of it. */
export function scrollTo(
  row: number,
  rows: number,
  rowHeight: number,
  viewHeight: number,
  scrollTop: number,
): number {
  const { ratio } = rowWindow(rows, rowHeight, viewHeight, scrollTop);
  const top = scrollTop * ratio;
  const isInView = row * rowHeight >= top && (row + 1) * rowHeight <= top + viewHeight;
  if (isInView) return scrollTop;
  const isNext = row * rowHeight >= top - rowHeight && (row + 1) * rowHeight <= top + viewHeight + rowHeight;
  const nearest = row * rowHeight < top ? row * rowHeight : (row + 1) * rowHeight - viewHeight;
  const wanted = isNext ? nearest : (row + 0.5) * rowHeight - viewHeight / 2;
  const most = Math.max(0, rows * rowHeight - viewHeight);
  return Math.min(most, Math.max(0, wanted)) / ratio;
}
