import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { device, link } from '../testing/stage-scene';
import { cardHeight, cardWidth, distanceToCard } from './card';
import { distanceToTrack, layTracks, pointOnTrack, stretchOf, type Track } from './tracks';

const left = device('left', 'client', 0, 0);
const right = device('right', 'server', 400, 0);
const [level] = layTracks([left, right], [link('left', 'right', '')]) as [Track];

describe('a track', () => {
  it('runs from card to card', () => {
    expect(level).toMatchObject({
      startX: cardWidth / 2,
      startY: 0,
      unitX: 1,
      unitY: 0,
      length: 400 - cardWidth,
    });
  });

  it('begins and ends on the outlines wherever the devices stand', () => {
    const place = fc.record({
      x: fc.integer({ min: -800, max: 800 }),
      y: fc.integer({ min: -800, max: 800 }),
    });
    fc.assert(
      fc.property(place, place, (one, other) => {
        const from = device('from', 'client', one.x, one.y);
        const to = device('to', 'server', other.x, other.y);
        const [track] = layTracks([from, to], [link('from', 'to', '')]) as [Track];
        if (track.length === 0) return;
        const start = pointOnTrack(track, 0, 0);
        const end = pointOnTrack(track, 0, 1);
        expect(distanceToCard(from, start.x, start.y)).toBeCloseTo(0, 6);
        expect(distanceToCard(to, end.x, end.y)).toBeCloseTo(0, 6);
      }),
    );
  });

  it('has no length where cards overlap', () => {
    const [track] = layTracks([left, device('right', 'server', 20, 10)], [link('left', 'right', '')]) as [
      Track,
    ];
    expect(track.length).toBe(0);
  });

  it('has no length where a device is missing', () => {
    expect(layTracks([left], [link('left', 'gone', '')])[0]?.length).toBe(0);
  });

  it('is as far from a point as the nearest of its own points', () => {
    expect(distanceToTrack(level, 200, 7)).toBe(7);
    expect(distanceToTrack(level, cardWidth / 2 - 3, 4)).toBe(5);
  });
});

describe('lanes', () => {
  it('lead each direction from its own sender', () => {
    expect(pointOnTrack(level, 0, 0).x).toBe(cardWidth / 2);
    expect(pointOnTrack(level, 1, 0).x).toBe(400 - cardWidth / 2);
  });

  it('keep the directions apart: to the right above, to the left below', () => {
    expect(pointOnTrack(level, 0, 0.5, 9).y).toBe(-9);
    expect(pointOnTrack(level, 1, 0.5, 9).y).toBe(9);
  });
});

describe('parallel links', () => {
  const apart = (links: ReturnType<typeof link>[]) =>
    layTracks([left, right], links).map((track) => track.startY);

  it('are drawn apart, evenly on both sides', () => {
    const offsets = apart([link('left', 'right', ''), link('left', 'right', ''), link('left', 'right', '')]);
    expect(offsets.reduce((sum, offset) => sum + offset, 0)).toBeCloseTo(0);
    expect(new Set(offsets).size).toBe(3);
  });

  it('are drawn apart when they are written in opposite directions', () => {
    const [one, other] = apart([link('left', 'right', ''), link('right', 'left', '')]);
    expect(Math.abs(one! - other!)).toBe(30);
  });

  it('all leave the card however many they are', () => {
    const many = Array.from({ length: 20 }, () => link('left', 'right', ''));
    for (const offset of apart(many)) expect(Math.abs(offset)).toBeLessThanOrEqual(cardHeight / 2);
  });
});

describe('the stretch of a bar', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const stretch = { start: 0, end: 0 };

  it('is true to scale where that can be seen', () => {
    stretchOf(0.25, 0.75, 400, 10, stretch);
    expect(stretch).toEqual({ start: 100, end: 300 });
  });

  it('stays on its lane, shows every bit, and is not shorter than it must be', () => {
    const length = fc.double({ min: 1, max: 2000, noNaN: true });
    const shortest = fc.double({ min: 2, max: 40, noNaN: true });
    fc.assert(
      fc.property(share, share, length, shortest, (one, other, lane, least) => {
        const tail = Math.min(one, other);
        const head = Math.max(one, other);
        stretchOf(tail, head, lane, least, stretch);
        expect(stretch.start).toBeGreaterThanOrEqual(-1e-9);
        expect(stretch.end).toBeLessThanOrEqual(lane + 1e-9);
        expect(stretch.start).toBeLessThanOrEqual(tail * lane + 1e-9);
        expect(stretch.end).toBeGreaterThanOrEqual(head * lane - 1e-9);
        expect(stretch.end - stretch.start).toBeGreaterThanOrEqual(Math.min(least, lane) - 1e-9);
      }),
    );
  });
});
