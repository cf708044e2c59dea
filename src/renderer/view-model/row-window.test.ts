import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowWindow, scrollTo } from './row-window';

const lists = fc.record({
  rows: fc.integer({ min: 0, max: 3_000_000 }),
  rowHeight: fc.integer({ min: 14, max: 30 }),
  viewHeight: fc.integer({ min: 40, max: 1200 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});

/** A scroll position within what the browser allows. */
function placed({
  rows,
  rowHeight,
  viewHeight,
  share,
}: {
  rows: number;
  rowHeight: number;
  viewHeight: number;
  share: number;
}) {
  const { contentHeight } = rowWindow(rows, rowHeight, viewHeight, 0);
  return share * Math.max(0, contentHeight - viewHeight);
}

describe('rows in view', () => {
  test('cover the view, wherever it is scrolled', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const scrollTop = placed(list);
        const { from, to, offset } = rowWindow(list.rows, list.rowHeight, list.viewHeight, scrollTop);
        const bottom = offset + (to - from) * list.rowHeight;
        expect(offset).toBeLessThanOrEqual(scrollTop + 0.001);
        if (to < list.rows) expect(bottom).toBeGreaterThanOrEqual(scrollTop + list.viewHeight - 0.001);
        expect(to - from).toBeLessThan(list.viewHeight / list.rowHeight + 12);
      }),
    );
  });

  test('are the last ones at the end, even of a list too long for a browser', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const end = placed({ ...list, share: 1 });
        const { to, contentHeight } = rowWindow(list.rows, list.rowHeight, list.viewHeight, end);
        expect(to).toBe(list.rows);
        expect(contentHeight).toBeLessThanOrEqual(8_000_000);
      }),
    );
  });
});

describe('scrolling to a row', () => {
  test('brings it into view', () => {
    fc.assert(
      fc.property(lists, fc.double({ min: 0, max: 0.999, noNaN: true }), (list, which) => {
        fc.pre(list.rows > 0);
        const row = Math.floor(list.rows * which);
        const target = scrollTo(row, list.rows, list.rowHeight, list.viewHeight, placed(list));
        const { ratio } = rowWindow(list.rows, list.rowHeight, list.viewHeight, target);
        const top = target * ratio;
        expect(row * list.rowHeight).toBeGreaterThanOrEqual(
          top - 1 - (list.viewHeight < list.rowHeight ? list.rowHeight : 0),
        );
        expect(row * list.rowHeight).toBeLessThanOrEqual(top + list.viewHeight);
      }),
    );
  });
  test('leaves the view alone when it is there already', () => {
    expect(scrollTo(5, 100, 20, 200, 30)).toBe(30);
  });
  test('moves by a row when it is the next one', () => {
    expect(scrollTo(10, 100, 20, 200, 0)).toBe(20);
    expect(scrollTo(4, 100, 20, 200, 100)).toBe(80);
  });
});
