import type { StagePicture, Towards } from '../../view-model/picture/stage-picture';
import type { StageTarget } from '../../view-model/picture/stage-intent';
import { distanceToCard } from './card';
import { shortestBar } from './detail';
import {
  barThickness,
  distanceToTrack,
  laneOffset,
  pointOnTrack,
  stretchOf,
  type Stretch,
  type Track,
} from './tracks';

/** Screen pixels around a thing in which it is still hit. */
const tolerance = 5;
const rimInside = 6;
const rimOutside = 9;

/** What hit tests look at: a picture, the tracks of its links, the zoom, and whether rims can be grabbed. */
export interface HitSurroundings {
  readonly picture: StagePicture;
  readonly tracks: readonly Track[];
  readonly framesOnLane: (lane: number) => number;
  readonly zoom: number;
  readonly editing: boolean;
}

/** What is at a world point: the topmost device, else its rim, a frame, a loss, a link. */
export function targetAt(surroundings: HitSurroundings, x: number, y: number): StageTarget {
  return (
    deviceAt(surroundings, x, y) ??
    frameAt(surroundings, x, y) ??
    dropAt(surroundings, x, y) ??
    linkAt(surroundings, x, y) ?? { kind: 'nothing' }
  );
}

function deviceAt(
  { picture, zoom, editing }: HitSurroundings,
  x: number,
  y: number,
): StageTarget | undefined {
  // A card that is small on screen is all there is to take hold of: its rim lies outside then.
  const inside = zoom < 0.5 ? 0 : rimInside / zoom;
  const outside = rimOutside / zoom;
  for (let index = picture.devices.length - 1; index >= 0; index--) {
    const device = picture.devices[index]!;
    const distance = distanceToCard(device, x, y);
    if (editing && distance > -inside && distance <= outside) return { kind: 'device-edge', id: device.id };
    if (distance <= 0) return { kind: 'device', id: device.id };
  }
  return undefined;
}

const stretch: Stretch = { start: 0, end: 0 };

function frameAt(surroundings: HitSurroundings, x: number, y: number): StageTarget | undefined {
  const { picture, tracks, framesOnLane, zoom } = surroundings;
  const { frames } = picture;
  const reach = tolerance / zoom;
  let nearest = -1;
  let least = reach;
  for (let frame = 0; frame < frames.count; frame++) {
    const link = frames.link[frame]!;
    const track = tracks[link];
    if (!track) continue;
    const towards = frames.towards[frame]! as Towards;
    const shortest = shortestBar(track.length * zoom, framesOnLane(link * 2 + towards), barThickness) / zoom;
    stretchOf(frames.tail[frame]!, frames.head[frame]!, track.length, shortest, stretch);
    const distance = distanceToBar(track, towards, stretch, x, y);
    if (distance > least) continue;
    least = distance;
    nearest = frame;
  }
  return nearest < 0
    ? undefined
    : { kind: 'frame', packet: frames.packet[nearest]!, record: frames.record[nearest]! };
}

/** Distance from a bar on a lane, world pixels; 0 within it. */
function distanceToBar(
  track: Track,
  towards: Towards,
  { start, end }: Stretch,
  x: number,
  y: number,
): number {
  const sign = towards === 0 ? 1 : -1;
  const dx = x - track.startX;
  const dy = y - track.startY;
  const fromA = dx * track.unitX + dy * track.unitY;
  const along = towards === 0 ? fromA : track.length - fromA;
  const aside = (dx * track.unitY - dy * track.unitX) * sign - laneOffset;
  const beyond = Math.max(0, start - along, along - end);
  return Math.hypot(beyond, Math.max(0, Math.abs(aside) - barThickness / 2));
}

function dropAt({ picture, tracks, zoom }: HitSurroundings, x: number, y: number): StageTarget | undefined {
  for (let index = picture.drops.length - 1; index >= 0; index--) {
    const drop = picture.drops[index]!;
    const track = 'link' in drop.place ? tracks[drop.place.link] : undefined;
    if (!track || !('link' in drop.place)) continue;
    const point = pointOnTrack(track, drop.place.towards, drop.place.at, laneOffset);
    if (Math.hypot(x - point.x, y - point.y) <= barThickness / 2 + tolerance / zoom)
      return { kind: 'drop', packet: drop.packet, record: drop.record };
  }
  return undefined;
}

function linkAt({ picture, tracks, zoom }: HitSurroundings, x: number, y: number): StageTarget | undefined {
  let nearest: string | undefined;
  let least = tolerance / zoom + 1;
  tracks.forEach((track, index) => {
    if (track.length === 0) return;
    const distance = distanceToTrack(track, x, y);
    if (distance > least) return;
    least = distance;
    nearest = picture.links[index]?.id;
  });
  return nearest === undefined ? undefined : { kind: 'link', id: nearest };
}
