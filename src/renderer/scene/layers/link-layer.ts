import type { StageLink, Towards } from '../../view-model/picture/stage-picture';
import { noteTextSize } from '../geometry/detail';
import { besidePoint } from '../geometry/label-space';
import { barThickness, laneOffset, pointOnTrack, type Track } from '../geometry/tracks';
import { mix } from '../shapes/colour';
import type { ShapeBatch } from '../shapes/shape-batch';
import { putInFreeSpace, type Drawing, type LabelSurface } from './drawing';

/** Queued frames drawn one by one; the rest is told by the number. */
const drawnQueue = 6;
/** A link shorter than this on screen has no label. */
const shortestLabelled = 56;

/** Draws the links: their line, what waits at their ends, whether they are cut, what they are like. */
export class LinkLayer {
  constructor(
    private readonly batch: ShapeBatch,
    private readonly labels: LabelSurface,
  ) {}

  draw(drawing: Drawing): void {
    const { links } = drawing.picture;
    links.forEach((link, index) => {
      const track = drawing.tracks[index];
      if (!track || !isTrackSeen(drawing, track)) return;
      this.drawLine(drawing, link, track);
      for (const towards of [0, 1] as const)
        if (link.queued[towards] > 0) this.drawQueue(drawing, link, track, towards);
    });
    // Labels last: what stands at a link's ends has no other place to go.
    links.forEach((link, index) => {
      const track = drawing.tracks[index];
      if (track && isTrackSeen(drawing, track)) this.drawLabel(drawing, link, index, track);
    });
  }

  private drawLine(drawing: Drawing, link: StageLink, track: Track): void {
    const { theme, zoom } = drawing;
    const load = Math.max(link.load[0], link.load[1]);
    const thickness = Math.max(1.5, (3 + 1.5 * load) * zoom);
    const highlighted = link.selected || drawing.isHovered('link', link.id);
    if (link.selected) this.stroke(drawing, track, 0, 1, thickness + 7, theme.accent, 0.28);
    const colour =
      link.problem !== undefined || link.cut ? theme.bad : mix(theme.track, theme.trackBusy, load * 0.8);
    if (link.cut) this.drawCut(drawing, track, thickness, colour);
    else this.stroke(drawing, track, 0, 1, thickness, highlighted ? theme.accent : colour, 1);
  }

  private stroke(
    drawing: Drawing,
    track: Track,
    from: number,
    to: number,
    thickness: number,
    colour: number,
    alpha: number,
  ): void {
    const start = pointOnTrack(track, 0, from);
    const end = pointOnTrack(track, 0, to);
    this.batch.line(
      drawing.screenX(start.x),
      drawing.screenY(start.y),
      drawing.screenX(end.x),
      drawing.screenY(end.y),
      thickness,
      colour,
      alpha,
    );
  }

  /** A gap in the middle, with a cross in it. */
  private drawCut(drawing: Drawing, track: Track, thickness: number, colour: number): void {
    const length = track.length * drawing.zoom;
    const gap = Math.min(0.4, 22 / Math.max(1, length));
    this.stroke(drawing, track, 0, 0.5 - gap, thickness, colour, 0.75);
    this.stroke(drawing, track, 0.5 + gap, 1, thickness, colour, 0.75);
    const middle = pointOnTrack(track, 0, 0.5);
    const x = drawing.screenX(middle.x);
    const y = drawing.screenY(middle.y);
    drawCross(this.batch, x, y, 6, 2.4, colour);
    this.labels.space.reserve(x - 10, y - 10, x + 10, y + 10);
  }

  /** The frames that wait: bars beside the lane, stacked up from its beginning, and how many they are. */
  private drawQueue(drawing: Drawing, link: StageLink, track: Track, towards: Towards): void {
    const { theme, zoom } = drawing;
    const waiting = link.queued[towards];
    const long = Math.max(2.5, 4 * zoom);
    const pitch = long + Math.max(1.5, 2 * zoom);
    const thick = Math.max(5, 9 * zoom);
    const aside = laneOffset + barThickness / 2 + 5;
    const drawn = Math.min(waiting, drawnQueue);
    const sign = towards === 0 ? 1 : -1;
    const start = pointOnTrack(track, towards, 0, aside);
    const dirX = track.unitX * sign;
    const dirY = track.unitY * sign;
    const outX = track.unitY * sign;
    const outY = -track.unitX * sign;
    const fullness = waiting > drawnQueue ? theme.bad : theme.warn;
    const originX = drawing.screenX(start.x) + (outX * thick) / 2;
    const originY = drawing.screenY(start.y) + (outY * thick) / 2;
    for (let bar = 0; bar < drawn; bar++) {
      const along = 5 * zoom + bar * pitch + long / 2;
      this.batch.box(originX + dirX * along, originY + dirY * along, long / 2, thick / 2, {
        radius: 1.5,
        cos: dirX,
        sin: dirY,
        fill: fullness,
      });
    }
    const end = 5 * zoom + drawn * pitch + 4;
    const words = String(waiting);
    const size = noteTextSize(11, zoom);
    const width = drawing.measure('code-strong', size, words);
    const centre = besidePoint(originX + dirX * end, originY + dirY * end, dirX, dirY, 0, width, size);
    const label = { face: 'code-strong', size, words, ...centre, colour: fullness } as const;
    putInFreeSpace(drawing, this.labels, label, 'over-lines');
    this.reserveStretch(originX, originY, originX + dirX * end, originY + dirY * end, thick / 2);
  }

  private reserveStretch(fromX: number, fromY: number, toX: number, toY: number, half: number): void {
    this.labels.space.reserve(
      Math.min(fromX, toX) - half,
      Math.min(fromY, toY) - half,
      Math.max(fromX, toX) + half,
      Math.max(fromY, toY) + half,
    );
  }

  /** The label stands beside the middle of the link, or further along where the middle is taken. */
  private drawLabel(drawing: Drawing, link: StageLink, index: number, track: Track): void {
    const { theme, zoom } = drawing;
    if (track.length * zoom < shortestLabelled) return;
    const size = noteTextSize(11, zoom);
    const colour = link.selected ? theme.text : link.problem === undefined ? theme.textFaint : theme.bad;
    // Clear of the lanes and of the names of the frames on them.
    const clearance = (laneOffset + barThickness / 2) * zoom;
    const gap = clearance + 5 + size * 1.35;
    for (const words of shorterAndShorter(link.label)) {
      const width = drawing.measure('plain', size, words);
      if (Math.abs(track.unitX) > 0.7 && width > track.length * zoom - 12) continue;
      for (const [along, side] of places) {
        const point = pointOnTrack(track, 0, along);
        const normal = lowerSide(track);
        const centre = besidePoint(
          drawing.screenX(point.x),
          drawing.screenY(point.y),
          normal.x * side,
          normal.y * side,
          gap,
          width,
          size * 1.2,
        );
        const label = { face: 'plain', size, words, ...centre, colour } as const;
        if (putInFreeSpace(drawing, this.labels, label, { ownLink: index, clearance })) return;
      }
    }
  }
}

/** Where a link's label may stand: how far along, and on which side. */
const places: readonly (readonly [number, 1 | -1])[] = [
  [0.5, 1],
  [0.5, -1],
  [0.35, 1],
  [0.65, 1],
  [0.35, -1],
  [0.65, -1],
];

/** A label, then as much of it as stands before each of its dots: `75 ms · 100 Mbps`, `75 ms`. */
function shorterAndShorter(label: string): string[] {
  const parts = label.split(' · ');
  return parts.map((_, missing) => parts.slice(0, parts.length - missing).join(' · ')).filter(Boolean);
}

/** The unit vector to the side of a track where its label looks best: below it; right of an upright one. */
function lowerSide({ unitX, unitY }: Track): { x: number; y: number } {
  const isUpright = Math.abs(unitX) < 0.2;
  const sign = (isUpright ? -unitY : unitX) >= 0 ? 1 : -1;
  return { x: -unitY * sign, y: unitX * sign };
}

/** Whether any of a track is on the stage. */
function isTrackSeen(drawing: Drawing, track: Track): boolean {
  if (track.length === 0) return false;
  const end = pointOnTrack(track, 0, 1);
  const margin = 40;
  const [x1, y1] = [drawing.screenX(track.startX), drawing.screenY(track.startY)];
  const [x2, y2] = [drawing.screenX(end.x), drawing.screenY(end.y)];
  return drawing.isSeen(
    Math.min(x1, x2) - margin,
    Math.min(y1, y2) - margin,
    Math.max(x1, x2) + margin,
    Math.max(y1, y2) + margin,
  );
}

export function drawCross(
  batch: ShapeBatch,
  x: number,
  y: number,
  half: number,
  thickness: number,
  colour: number,
  alpha = 1,
): void {
  batch.line(x - half, y - half, x + half, y + half, thickness, colour, alpha);
  batch.line(x - half, y + half, x + half, y - half, thickness, colour, alpha);
}
