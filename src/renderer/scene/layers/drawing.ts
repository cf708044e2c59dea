import type { StagePicture } from '../../view-model/picture/stage-picture';
import type { Camera } from '../geometry/camera';
import type { LabelSpace } from '../geometry/label-space';
import { TrackLines } from '../geometry/track-lines';
import type { Track } from '../geometry/tracks';
import type { ShapeBatch } from '../shapes/shape-batch';
import type { StageTarget } from '../../view-model/picture/stage-intent';
import type { StageTheme } from '../theme/stage-theme';
import type { TextLayer } from '../text/text-layer';
import { fitText, type Face, type MeasureText } from '../text/text-measure';

/** All that a layer needs to draw: what is shown, from where, in what colours, and where texts find room. */
export class Drawing {
  /** The stage's size, CSS pixels. */
  width = 1;
  height = 1;
  pixelRatio = 1;
  editing = false;
  hover: StageTarget = { kind: 'nothing' };
  tracks: readonly Track[] = [];
  readonly lines = new TrackLines();

  constructor(
    public picture: StagePicture,
    public camera: Camera,
    public theme: StageTheme,
    public measure: MeasureText,
  ) {}

  get zoom(): number {
    return this.camera.zoom;
  }

  /** Where a world position is on the stage, CSS pixels. The view itself stands on whole device pixels. */
  screenX(x: number): number {
    return x * this.zoom - this.snap(this.camera.x * this.zoom);
  }
  screenY(y: number): number {
    return y * this.zoom - this.snap(this.camera.y * this.zoom);
  }

  /** The nearest whole device pixel. */
  snap(length: number): number {
    return Math.round(length * this.pixelRatio) / this.pixelRatio;
  }

  isSeen(left: number, top: number, right: number, bottom: number): boolean {
    return right >= 0 && left <= this.width && bottom >= 0 && top <= this.height;
  }

  /** Notes where the tracks are on screen now, for labels to keep off. */
  followTracks(): void {
    this.lines.reset(this.tracks.length, this.width, this.height);
    this.tracks.forEach((track, index) => {
      const x = this.screenX(track.startX);
      const y = this.screenY(track.startY);
      const length = track.length * this.zoom;
      this.lines.set(index, x, y, x + track.unitX * length, y + track.unitY * length);
    });
  }

  isHovered(kind: 'device' | 'link', id: string): boolean {
    const { hover } = this;
    const same = hover.kind === kind || (kind === 'device' && hover.kind === 'device-edge');
    return same && 'id' in hover && hover.id === id;
  }

  fit(face: Face, size: number, text: string, room: number): string {
    return fitText(this.measure, face, size, text, room);
  }
}

/** A text with its middle at a place. */
export interface PlacedText {
  readonly face: Face;
  readonly size: number;
  readonly words: string;
  readonly x: number;
  readonly y: number;
  readonly colour: number;
  readonly alpha?: number;
}

/** Where texts go that must not lie on others: the texts, the room taken, and the grounds that set them off. */
export interface LabelSurface {
  readonly texts: TextLayer;
  readonly space: LabelSpace;
  readonly grounds: ShapeBatch;
}

/**
 * A text that may lie over lines and bars sets itself off from them; one that may not keeps so far (CSS pixels) off
 * the lines of all links but its own.
 */
export type OverLines = 'over-lines' | { readonly ownLink: number; readonly clearance: number };

/** Puts a text where the whole of its room is free and on the stage. Returns whether it was put. */
export function putInFreeSpace(
  drawing: Drawing,
  { texts, space, grounds }: LabelSurface,
  { face, size, words, x, y, colour, alpha = 1 }: PlacedText,
  lines: OverLines,
): boolean {
  const width = drawing.measure(face, size, words);
  const left = x - width / 2;
  const half = size * 0.7;
  if (!drawing.isSeen(left, y - half, left + width, y + half)) return false;
  const keepsOff = lines !== 'over-lines';
  if (keepsOff) {
    const { clearance, ownLink } = lines;
    const room = [
      left - clearance,
      y - half - clearance,
      left + width + clearance,
      y + half + clearance,
    ] as const;
    if (!drawing.lines.keepOff(...room, ownLink)) return false;
  }
  if (!space.take(left - 3, y - half, left + width + 3, y + half)) return false;
  if (!keepsOff) {
    const ground = { radius: 3, fill: drawing.theme.ground, fillAlpha: 0.8 * alpha };
    grounds.box(x, y, width / 2 + 3, half, ground);
  }
  texts.put(face, size, words, left, y, colour, alpha);
  return true;
}
