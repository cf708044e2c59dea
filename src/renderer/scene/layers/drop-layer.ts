import type { StageDrop } from '../../view-model/picture/stage-picture';
import { cardHeight } from '../geometry/card';
import { barSize, noteTextSize } from '../geometry/detail';
import { besidePoint } from '../geometry/label-space';
import { barThickness, laneOffset, pointOnTrack } from '../geometry/tracks';
import type { ShapeBatch } from '../shapes/shape-batch';
import { putInFreeSpace, type Drawing, type LabelSurface } from './drawing';
import { drawCross } from './link-layer';

/** How far a lost frame falls while it fades, world pixels. */
const fall = 24;

/** Draws losses: a cross where it happened, the frame falling away from there, what it was and why it was lost. */
export class DropLayer {
  constructor(
    private readonly batch: ShapeBatch,
    private readonly labels: LabelSurface,
  ) {}

  draw(drawing: Drawing): void {
    // The latest ones last, above the others; their words first, for they matter most.
    for (const drop of drawing.picture.drops) this.drawMark(drawing, drop);
    for (let index = drawing.picture.drops.length - 1; index >= 0; index--)
      this.drawWords(drawing, drawing.picture.drops[index]!);
  }

  private drawMark(drawing: Drawing, drop: StageDrop): void {
    const place = placeOf(drawing, drop);
    if (!place || drop.age >= 1) return;
    const { theme, zoom } = drawing;
    const fallen = place.y + fall * zoom * drop.age * drop.age;
    const half = barSize(barThickness, zoom) / 2;
    const fading = 1 - drop.age;
    this.batch.box(place.x, fallen, half * 1.7, half, {
      radius: half * 0.6,
      cos: place.cos,
      sin: place.sin,
      fill: theme.protocols[drop.tint] ?? theme.textFaint,
      fillAlpha: 0.25 + 0.6 * fading * fading,
      border: drop.selected ? 1.5 : 1,
      borderColour: drop.selected ? theme.text : theme.bad,
      borderAlpha: fading,
    });
    drawCross(this.batch, place.x, place.y, half + 1, Math.max(1.6, 2 * zoom), theme.bad, Math.sqrt(fading));
  }

  private drawWords(drawing: Drawing, drop: StageDrop): void {
    const place = placeOf(drawing, drop);
    if (!place || drop.age >= 1) return;
    const { theme, zoom } = drawing;
    const size = noteTextSize(11, zoom);
    const words = drop.label === '' ? drop.reason : `${drop.label}: ${drop.reason}`;
    const alpha = Math.min(1, (1 - drop.age) * 2);
    const width = drawing.measure('plain', size, words);
    const half = barSize(barThickness, zoom) / 2;
    // Clear of the lane and of what falls from it: outward; else under the place where it fades.
    const outward = besidePoint(place.x, place.y, place.sin, -place.cos, half + 5, width, size);
    const under = { x: place.x, y: place.y + fall * zoom + half + 4 + size };
    const lower = [1, 2, 3].map((row) => ({ x: under.x, y: under.y + row * size * 1.5 }));
    for (const centre of [...(place.cos < 0 ? [under, outward] : [outward, under]), ...lower]) {
      const label = { face: 'plain', size, words, ...centre, colour: theme.bad, alpha } as const;
      if (putInFreeSpace(drawing, this.labels, label, 'over-lines')) return;
    }
  }
}

function placeOf(drawing: Drawing, drop: StageDrop) {
  if ('device' in drop.place) {
    const { device: id } = drop.place;
    const device = drawing.picture.devices.find((candidate) => candidate.id === id);
    if (!device) return undefined;
    const y = drawing.screenY(device.y - cardHeight / 2) - barSize(barThickness, drawing.zoom);
    return { x: drawing.screenX(device.x), y, cos: 1, sin: 0 };
  }
  const track = drawing.tracks[drop.place.link];
  if (!track || track.length === 0) return undefined;
  const { towards } = drop.place;
  // Not so near to a card that it hides what is lost there.
  const nearest = Math.min(0.5, (barThickness * 1.4) / track.length);
  const at = Math.min(1 - nearest, Math.max(nearest, drop.place.at));
  const point = pointOnTrack(track, towards, at, laneOffset);
  const sign = towards === 0 ? 1 : -1;
  return {
    x: drawing.screenX(point.x),
    y: drawing.screenY(point.y),
    cos: track.unitX * sign,
    sin: track.unitY * sign,
  };
}
