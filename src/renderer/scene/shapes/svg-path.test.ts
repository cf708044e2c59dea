import { describe, expect, it } from 'vitest';
import { deviceKindList } from '../../../shared/devices/list';
import { pathLines } from './svg-path';

const ends = (data: string) => pathLines(data).map(({ toX, toY }) => [toX, toY]);

describe('SVG path data as lines', () => {
  it('reads absolute and relative moves and lines, with few separators', () => {
    expect(pathLines('M2 3h4v-1.5L.5.5z')).toEqual([
      { fromX: 2, fromY: 3, toX: 6, toY: 3 },
      { fromX: 6, fromY: 3, toX: 6, toY: 1.5 },
      { fromX: 6, fromY: 1.5, toX: 0.5, toY: 0.5 },
      { fromX: 0.5, fromY: 0.5, toX: 2, toY: 3 },
    ]);
    expect(ends('m1 1 2 0 0 2')).toEqual([
      [3, 1],
      [3, 3],
    ]);
  });

  it('keeps arcs on their circle, turning the way that they say', () => {
    for (const [data, above] of [
      ['M0 5a5 5 0 0 1 10 0', true],
      ['M0 5a5 5 0 0 0 10 0', false],
    ] as const) {
      const points = ends(data);
      expect(points.at(-1)).toEqual([10, 5]);
      for (const [x = 0, y = 0] of points) expect(Math.hypot(x - 5, y - 5)).toBeCloseTo(5);
      for (const [, y = 0] of points.slice(0, -1)) expect(y < 5).toBe(above);
    }
    // The long way round.
    expect(Math.max(...ends('M5 0a5 5 0 1 1-5 5').map(([x = 0]) => x))).toBeCloseTo(10);
  });

  it.each(['M0 0C1 1 2 2 3 3', 'M0', 'M0 0A1 1 0 2 0 1 1', '1 2'])('refuses %s', (data) => {
    expect(() => pathLines(data)).toThrow(TypeError);
  });

  it.each(deviceKindList.map(({ kind, icon }) => [kind, icon]))(
    'draws the icon of a %s within its square',
    (_, icon) => {
      const lines = pathLines(icon);
      expect(lines.length).toBeGreaterThan(3);
      for (const { fromX, fromY, toX, toY } of lines)
        for (const place of [fromX, fromY, toX, toY]) {
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThanOrEqual(24);
        }
    },
  );
});
