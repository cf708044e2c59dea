import type { StageDevice, StageLink, Towards } from '../../view-model/picture/stage-picture';
import { cardHeight, exitFromCard, type Point } from './card';

/**
 * Where a link runs, world pixels: from the outline of its a device's card to that of its b device's.
 * Frames ride beside it, each direction on its own left: a frame that goes right is above the line.
 */
export interface Track {
  readonly startX: number;
  readonly startY: number;
  /** Unit vector from a to b. */
  readonly unitX: number;
  readonly unitY: number;
  /** 0 where the cards touch or overlap, or a device is missing: nothing can be shown. */
  readonly length: number;
}

export const laneOffset = 9;
export const barThickness = 10;
const trackSpacing = 30;
/** All parallel tracks together leave a card within its shorter side, less the corners. */
const spread = cardHeight - 16;

const nowhere: Track = { startX: 0, startY: 0, unitX: 1, unitY: 0, length: 0 };

/** The tracks of all links, in their order. Links between the same two devices are drawn apart. */
export function layTracks(devices: readonly StageDevice[], links: readonly StageLink[]): Track[] {
  const centres = new Map(devices.map((device) => [device.id, device]));
  const pairs = new Map<string, number[]>();
  links.forEach((link, index) => {
    const pair = pairOf(link);
    const others = pairs.get(pair);
    if (others) others.push(index);
    else pairs.set(pair, [index]);
  });
  return links.map((link, index) => {
    const from = centres.get(link.from);
    const to = centres.get(link.to);
    if (!from || !to) return nowhere;
    const parallel = pairs.get(pairOf(link)) ?? [index];
    return layTrack(from, to, offsetOf(parallel.indexOf(index), parallel.length, link.from < link.to));
  });
}

function pairOf(link: StageLink): string {
  return link.from < link.to ? `${link.from}\n${link.to}` : `${link.to}\n${link.from}`;
}

/** How far aside the n-th of several parallel links runs; the sign is such that direction does not matter. */
function offsetOf(nth: number, count: number, inOrder: boolean): number {
  if (count === 1) return 0;
  const spacing = Math.min(trackSpacing, spread / (count - 1));
  const offset = (nth - (count - 1) / 2) * spacing;
  return inOrder ? offset : -offset;
}

function layTrack(from: Point, to: Point, offset: number): Track {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const distance = Math.hypot(dx, dy);
  if (distance === 0) return nowhere;
  const unitX = dx / distance;
  const unitY = dy / distance;
  const asideX = -unitY * offset;
  const asideY = unitX * offset;
  const first = { x: from.x + asideX, y: from.y + asideY };
  const last = { x: to.x + asideX, y: to.y + asideY };
  const start = exitFromCard(from, first, unitX, unitY);
  const end = distance - exitFromCard(to, last, -unitX, -unitY);
  return {
    startX: first.x + unitX * start,
    startY: first.y + unitY * start,
    unitX,
    unitY,
    length: Math.max(0, end - start),
  };
}

/** A point of a link: `along` 0 to 1 in the direction of travel, `aside` world pixels to its left. */
export function pointOnTrack(track: Track, towards: Towards, along: number, aside = 0): Point {
  const distance = track.length * (towards === 0 ? along : 1 - along);
  const side = towards === 0 ? aside : -aside;
  return {
    x: track.startX + track.unitX * distance + track.unitY * side,
    y: track.startY + track.unitY * distance - track.unitX * side,
  };
}

/** How far a point is from a track, world pixels. */
export function distanceToTrack(track: Track, x: number, y: number): number {
  const dx = x - track.startX;
  const dy = y - track.startY;
  const along = Math.min(track.length, Math.max(0, dx * track.unitX + dy * track.unitY));
  return Math.hypot(dx - track.unitX * along, dy - track.unitY * along);
}

/** The stretch that a bar takes, in the length's unit, first its end and then its point. */
export interface Stretch {
  start: number;
  end: number;
}

/**
 * Puts the stretch of a bar for bits from `tail` to `head` (0 to 1) of a lane into `stretch`: true to scale, but not
 * shorter than `shortest`, and within the lane.
 */
export function stretchOf(
  tail: number,
  head: number,
  length: number,
  shortest: number,
  stretch: Stretch,
): void {
  let start = tail * length;
  let end = head * length;
  const missing = Math.min(shortest, length) - (end - start);
  if (missing > 0) {
    start = Math.min(Math.max(0, start - missing / 2), length - (end - start) - missing);
    end = start + Math.min(shortest, length);
  }
  stretch.start = start;
  stretch.end = end;
}
