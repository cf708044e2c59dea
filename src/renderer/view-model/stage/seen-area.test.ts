import { describe, expect, it } from 'vitest';
import { areaAround } from './seen-area';

const view = (left: number, top: number, width = 100, height = 50) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

describe('the area that pictures hold', () => {
  it('is the view with room on all sides', () => {
    expect(areaAround(view(0, 0), undefined)).toEqual({ left: -50, top: -25, right: 150, bottom: 75 });
  });

  it('stays as it is while the view is panned within it', () => {
    const area = areaAround(view(0, 0), undefined);
    expect(areaAround(view(40, -20), area)).toBe(area);
    expect(areaAround(view(60, 0), area)).toEqual(areaAround(view(60, 0), undefined));
  });

  it('follows a view that shows far less than it', () => {
    const area = areaAround(view(0, 0, 1000, 500), undefined);
    const close = view(400, 200, 100, 50);
    expect(areaAround(close, area)).toEqual(areaAround(close, undefined));
  });
});
