import { describe, expect, it } from 'vitest';
import { TrackLines } from './track-lines';

describe('labels', () => {
  it('keep off all lines but that of their own link', () => {
    const lines = new TrackLines();
    lines.reset(2, 800, 600);
    lines.set(0, 0, 20, 100, 20);
    lines.set(1, 0, 200, 100, 200);
    expect(lines.keepOff(10, 10, 30, 30, 0)).toBe(true);
    expect(lines.keepOff(10, 10, 30, 30, 1)).toBe(false);
    expect(lines.keepOff(10, 40, 30, 60, 1)).toBe(true);
  });
});

describe('lines that leave the stage', () => {
  it('are in the way where they are on it', () => {
    const lines = new TrackLines();
    lines.reset(1, 400, 300);
    lines.set(0, -90_000, 100, 90_000, 100);
    expect(lines.keepOff(200, 90, 240, 110, 1)).toBe(false);
    expect(lines.keepOff(200, 120, 240, 140, 1)).toBe(true);
  });
});
