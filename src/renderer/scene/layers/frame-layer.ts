import { barSize, hasPoint, noteTextSize, shortestBar } from '../geometry/detail';
import { besidePoint } from '../geometry/label-space';
import { barThickness, laneOffset, stretchOf, type Stretch } from '../geometry/tracks';
import { packColour } from '../shapes/colour';
import type { ShapeBatch } from '../shapes/shape-batch';
import type { SpeckBatch } from '../shapes/speck-batch';
import { putInFreeSpace, type Drawing, type LabelSurface, type OverLines } from './drawing';

/** Labels tried for in one drawing: beyond that there is no room for more anyway. */
const mostLabels = 160;
/** With more frames than this on a lane, single ones are not named. */
const crowded = 60;

/** Bars of less than twice this, CSS pixels, are all rim: they are drawn plain. */
const smallestShape = 2.5;

/** Columns of lane geometry on screen: lane `link * 2 + towards`. */
const laneColumns = 6;
const Lane = { startX: 0, startY: 1, dirX: 2, dirY: 3, length: 4, shortest: 5 } as const;

/**
 * Draws the frames under way. What it does for each is arithmetic on columns: no object is made, so that ten thousand
 * cost little more than the graphics card's own work.
 */
export class FrameLayer {
  private lanes = new Float64Array(0);
  private crowds = new Uint32Array(0);
  private readonly stretch: Stretch = { start: 0, end: 0 };

  constructor(
    private readonly specks: SpeckBatch,
    private readonly batch: ShapeBatch,
    private readonly glow: ShapeBatch,
    private readonly labels: LabelSurface,
  ) {}

  /** How many frames the last picture had on a lane (`link * 2 + towards`). */
  framesOnLane = (lane: number): number => this.crowds[lane] ?? 0;

  draw(drawing: Drawing): void {
    this.countFrames(drawing);
    this.layLanes(drawing);
    this.drawBars(drawing);
    this.drawSelected(drawing);
    this.drawLabels(drawing);
  }

  private countFrames({ picture: { frames, links } }: Drawing): void {
    if (this.crowds.length !== links.length * 2) this.crowds = new Uint32Array(links.length * 2);
    else this.crowds.fill(0);
    const { link, towards, count } = frames;
    for (let frame = 0; frame < count; frame++) {
      const lane = link[frame]! * 2 + towards[frame]!;
      this.crowds[lane] = this.framesOnLane(lane) + 1;
    }
  }

  private layLanes(drawing: Drawing): void {
    const { tracks, zoom } = drawing;
    if (this.lanes.length !== tracks.length * 2 * laneColumns)
      this.lanes = new Float64Array(tracks.length * 2 * laneColumns);
    const thickness = barSize(barThickness, zoom);
    const aside = Math.max(laneOffset * zoom, thickness / 2 + 1);
    tracks.forEach((track, link) => {
      for (const towards of [0, 1] as const) {
        const sign = towards === 0 ? 1 : -1;
        const lane = link * 2 + towards;
        const at = lane * laneColumns;
        const beginning = towards === 0 ? 0 : track.length;
        const length = track.length * zoom;
        const x = drawing.screenX(track.startX + track.unitX * beginning);
        const y = drawing.screenY(track.startY + track.unitY * beginning);
        this.lanes[at + Lane.startX] = x + track.unitY * sign * aside;
        this.lanes[at + Lane.startY] = y - track.unitX * sign * aside;
        this.lanes[at + Lane.dirX] = track.unitX * sign;
        this.lanes[at + Lane.dirY] = track.unitY * sign;
        this.lanes[at + Lane.length] = length;
        this.lanes[at + Lane.shortest] = shortestBar(length, this.framesOnLane(lane), thickness);
      }
    });
  }

  private drawBars(drawing: Drawing): void {
    const { picture, theme, zoom, width, height } = drawing;
    const { frames } = picture;
    const { link, towards, tail, head, tint, count, selectedFrame } = frames;
    const { lanes, stretch, batch } = this;
    const fills = theme.protocols.map((colour) => packColour(colour));
    const rim = packColour(theme.ground, 0.75);
    const thickness = barSize(barThickness, zoom);
    const half = thickness / 2;
    const radius = Math.min(3 * zoom, half * 0.6);
    for (let frame = 0; frame < count; frame++) {
      if (frame === selectedFrame) continue;
      const at = (link[frame]! * 2 + towards[frame]!) * laneColumns;
      const length = lanes[at + Lane.length] ?? 0;
      if (length <= 0) continue;
      stretchOf(tail[frame]!, head[frame]!, length, lanes[at + Lane.shortest]!, stretch);
      const middle = (stretch.start + stretch.end) / 2;
      const halfLength = (stretch.end - stretch.start) / 2;
      const dirX = lanes[at + Lane.dirX]!;
      const dirY = lanes[at + Lane.dirY]!;
      const x = lanes[at + Lane.startX]! + dirX * middle;
      const y = lanes[at + Lane.startY]! + dirY * middle;
      if (x < -halfLength || y < -halfLength || x > width + halfLength || y > height + halfLength) continue;
      const fill = fills[tint[frame]!] ?? 0;
      if (halfLength < smallestShape || half < smallestShape) {
        this.specks.add(x, y, halfLength, half, dirX, dirY, fill);
        continue;
      }
      const point = hasPoint(halfLength * 2, thickness) ? half : 0;
      // A rim tells frames apart that follow closely.
      batch.raw(x, y, halfLength, half, dirX, dirY, radius, 1, 0, point, fill, rim);
    }
  }

  /** The selected frame lies above the others, in a glow. */
  private drawSelected(drawing: Drawing): void {
    const { picture, theme, zoom } = drawing;
    const { frames } = picture;
    const frame = frames.selectedFrame;
    if (frame < 0 || frame >= frames.count) return;
    const place = this.placeOf(drawing, frame);
    if (!place) return;
    const half = barSize(barThickness, zoom) / 2 + 1;
    const turned = { cos: place.dirX, sin: place.dirY };
    const halfLength = place.halfLength + 1;
    const colour = theme.protocols[frames.tint[frame]!] ?? theme.accent;
    this.glow.box(place.x, place.y, halfLength + 4, half + 4, {
      ...turned,
      radius: half + 4,
      softness: 12,
      fill: colour,
      fillAlpha: 0.85,
    });
    this.batch.box(place.x, place.y, halfLength, half, {
      ...turned,
      radius: Math.min(3 * zoom, half * 0.6),
      form: hasPoint(halfLength * 2, half * 2) ? half : 0,
      fill: colour,
      border: 1.5,
      borderColour: theme.text,
    });
  }

  private placeOf({ picture: { frames } }: Drawing, frame: number) {
    const at = (frames.link[frame]! * 2 + frames.towards[frame]!) * laneColumns;
    const length = this.lanes[at + Lane.length] ?? 0;
    if (length <= 0) return undefined;
    const { stretch } = this;
    stretchOf(frames.tail[frame]!, frames.head[frame]!, length, this.lanes[at + Lane.shortest]!, stretch);
    const middle = (stretch.start + stretch.end) / 2;
    const dirX = this.lanes[at + Lane.dirX]!;
    const dirY = this.lanes[at + Lane.dirY]!;
    return {
      x: this.lanes[at + Lane.startX]! + dirX * middle,
      y: this.lanes[at + Lane.startY]! + dirY * middle,
      dirX,
      dirY,
      along: middle,
      length,
      halfLength: (stretch.end - stretch.start) / 2,
    };
  }

  private drawLabels(drawing: Drawing): void {
    const { frames } = drawing.picture;
    if (frames.selectedFrame >= 0 && frames.selectedFrame < frames.count)
      this.drawLabel(drawing, frames.selectedFrame);
    let tried = 0;
    for (let frame = 0; frame < frames.count && tried < mostLabels; frame++) {
      if (frame === frames.selectedFrame || !frames.labels[frame]) continue;
      if (this.framesOnLane(frames.link[frame]! * 2 + frames.towards[frame]!) > crowded) continue;
      tried += 1;
      this.drawLabel(drawing, frame);
    }
  }

  /** A frame's name stands on its own side of the link, or across it where that is taken. */
  private drawLabel(drawing: Drawing, frame: number): void {
    const { picture, theme, zoom } = drawing;
    const { frames } = picture;
    const words = frames.labels[frame] ?? '';
    const place = this.placeOf(drawing, frame);
    if (words === '' || !place || zoom < 0.4) return;
    const size = noteTextSize(11, zoom);
    const width = drawing.measure('code-strong', size, words);
    const half = barSize(barThickness, zoom) / 2;
    const own = half + 4;
    const across = 2 * laneOffset * zoom + own;
    const colour = theme.protocols[frames.tint[frame]!] ?? theme.text;
    // At the ends of a lane a name would be on the card: it goes on before its frame, or stays behind.
    const reach = (Math.abs(place.dirX) * width) / 2 + (Math.abs(place.dirY) * size) / 2 + 5;
    const along = Math.min(Math.max(place.along, reach), Math.max(place.length - reach, place.length / 2));
    const x = place.x + place.dirX * (along - place.along);
    const y = place.y + place.dirY * (along - place.along);
    const keepOff = { ownLink: frames.link[frame]!, clearance: 2 };
    const put = (side: 1 | -1, gap: number, lines: OverLines) => {
      const { dirX, dirY } = place;
      const centre = besidePoint(x, y, dirY * side, -dirX * side, gap, width, size);
      return putInFreeSpace(
        drawing,
        this.labels,
        { face: 'code-strong', size, words, ...centre, colour },
        lines,
      );
    };
    if (put(1, own, keepOff) || put(-1, across, keepOff)) return;
    if (frame === frames.selectedFrame) put(1, own, 'over-lines');
  }
}
