import { describe, expect, it } from 'vitest';
import { placeWindow } from './window-bounds';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 2560, height: 1400 };

describe('placeWindow', () => {
  it('leaves the place to the system at the first start', () => {
    expect(placeWindow(undefined, [screen])).toEqual({ width: 1440, height: 900 });
  });

  it('is no larger than a small display at the first start', () => {
    expect(placeWindow(undefined, [{ x: 0, y: 0, width: 1280, height: 760 }])).toEqual({
      width: 1280,
      height: 760,
    });
  });

  it('puts the window where it was', () => {
    const saved = { x: 2000, y: 100, width: 1200, height: 800 };
    expect(placeWindow(saved, [screen, second])).toEqual(saved);
  });

  it('does not put it on a display that is gone', () => {
    const saved = { x: 2000, y: 100, width: 1200, height: 800 };
    expect(placeWindow(saved, [screen])).toEqual({ width: 1440, height: 900 });
  });

  it('does not put its upper edge out of reach', () => {
    const saved = { x: 0, y: 1030, width: 1200, height: 800 };
    expect(placeWindow(saved, [screen])).toEqual({ width: 1440, height: 900 });
  });

  it('shrinks it to a display that became smaller', () => {
    const saved = { x: 0, y: 0, width: 2560, height: 1400 };
    expect(placeWindow(saved, [screen])).toEqual({ x: 0, y: 0, width: 1920, height: 1040 });
  });

  it('is never smaller than its panes need', () => {
    const saved = { x: 10, y: 10, width: 300, height: 200 };
    expect(placeWindow(saved, [screen])).toEqual({ x: 10, y: 10, width: 960, height: 600 });
  });
});
