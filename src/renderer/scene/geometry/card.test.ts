import { describe, expect, it } from 'vitest';
import {
  boundsOfCards,
  cardBounds,
  cardHeight,
  cardWidth,
  deviceNearestTo,
  distanceToCard,
  exitFromCard,
  overlaps,
} from './card';

const middle = { x: 100, y: 50 };

describe('a card', () => {
  it('is left by a ray from its middle at its outline', () => {
    expect(exitFromCard(middle, middle, 1, 0)).toBe(cardWidth / 2);
    expect(exitFromCard(middle, middle, 0, -1)).toBe(cardHeight / 2);
  });

  it('is left by a slanted ray at the nearer of its sides', () => {
    expect(exitFromCard(middle, middle, 1, 1)).toBe(Math.min(cardWidth, cardHeight) / 2);
  });

  it('is not entered by a ray that passes beside it', () => {
    expect(exitFromCard(middle, { x: 100, y: 50 + cardHeight }, 1, 0)).toBe(0);
  });

  it('tells how deep inside a point is, and how far outside', () => {
    expect(distanceToCard(middle, 100, 50)).toBe(-Math.min(cardWidth, cardHeight) / 2);
    expect(distanceToCard(middle, 100 + cardWidth / 2 + 3, 50)).toBe(3);
    expect(distanceToCard(middle, 100 + cardWidth / 2 + 3, 50 + cardHeight / 2 + 4)).toBe(5);
  });

  it('overlaps another one only where they share area', () => {
    const touching = cardBounds({ x: 100 + cardWidth, y: 50 });
    expect(overlaps(cardBounds(middle), touching)).toBe(false);
    expect(overlaps(cardBounds(middle), cardBounds({ x: 100 + cardWidth - 1, y: 50 }))).toBe(true);
  });
});

describe('many cards', () => {
  it('have bounds that hold each', () => {
    const bounds = boundsOfCards({ left: -300, top: 50, right: 100, bottom: 400 });
    expect(bounds).toMatchObject({
      left: -300 - cardWidth / 2,
      right: 100 + cardWidth / 2,
      top: 50 - cardHeight / 2,
    });
    expect(bounds.bottom).toBeGreaterThanOrEqual(400 + cardHeight / 2);
  });

  it('are found by a point near their middle', () => {
    const devices = [middle, { x: 400, y: 50 }];
    expect(deviceNearestTo(devices, 380, 60)).toBe(devices[1]);
    expect(deviceNearestTo(devices, 2000, 60)).toBeUndefined();
  });
});
