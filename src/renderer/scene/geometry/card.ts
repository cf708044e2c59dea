import { boxAround, deviceBox } from '../../view-model/picture/device-box';
import type { Bounds } from '../../view-model/plane/bounds';

/** A device's card, world pixels. */
export const cardWidth: number = deviceBox.width;
export const cardHeight: number = deviceBox.height;
export const cardRadius = 10;

/** Room under a card for its badge. */
const badgeRoom = 26;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function cardBounds(centre: Point): Bounds {
  return boxAround(centre);
}

/** The bounds of all cards, with their badges, of devices whose middles lie in a rectangle. */
export function boundsOfCards({ left, top, right, bottom }: Bounds): Bounds {
  return {
    left: left - cardWidth / 2,
    top: top - cardHeight / 2,
    right: right + cardWidth / 2,
    bottom: bottom + cardHeight / 2 + badgeRoom,
  };
}

/** Whether two rectangles share more than an edge. */
export function overlaps(one: Bounds, other: Bounds): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/**
 * How far a point is from a card's outline, world pixels: negative inside the card.
 * The rounded corners are taken as square.
 */
export function distanceToCard(centre: Point, x: number, y: number): number {
  const dx = Math.abs(x - centre.x) - cardWidth / 2;
  const dy = Math.abs(y - centre.y) - cardHeight / 2;
  if (dx <= 0 && dy <= 0) return Math.max(dx, dy);
  return Math.hypot(Math.max(0, dx), Math.max(0, dy));
}

/**
 * How far along a ray from a point inside a card, or beside it, the card's outline is left behind, in multiples of
 * (dx, dy). Zero where the ray never is in the card.
 */
export function exitFromCard(centre: Point, from: Point, dx: number, dy: number): number {
  const card = cardBounds(centre);
  let enter = -Infinity;
  let leave = Infinity;
  for (const [start, step, low, high] of [
    [from.x, dx, card.left, card.right],
    [from.y, dy, card.top, card.bottom],
  ] as const) {
    if (step === 0) {
      if (start < low || start > high) return 0;
      continue;
    }
    const first = (low - start) / step;
    const second = (high - start) / step;
    enter = Math.max(enter, Math.min(first, second));
    leave = Math.min(leave, Math.max(first, second));
  }
  return leave > enter && Number.isFinite(leave) ? Math.max(0, leave) : 0;
}

/** The device on whose card, or nearest to whose middle within a card's size, a point is; undefined for none. */
export function deviceNearestTo<Device extends Point>(
  devices: readonly Device[],
  x: number,
  y: number,
): Device | undefined {
  let nearest: Device | undefined;
  let least = cardWidth;
  for (const device of devices) {
    const distance = Math.hypot(device.x - x, device.y - y);
    if (distance >= least) continue;
    least = distance;
    nearest = device;
  }
  return nearest;
}
