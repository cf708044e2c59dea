import type { Bounds } from '../../view-model/plane/bounds';

/** What part of the world the stage shows: the world point at its top left corner, and screen pixels per world pixel. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export const minimumZoom = 0.1;
export const maximumZoom = 4;
/** Fitting a small network never blows it up beyond this. */
const largestFit = 1.5;

/** One step of 'zoom in' or 'zoom out'. */
export const zoomStep = 1.25;

function clampZoom(zoom: number): number {
  return Math.min(maximumZoom, Math.max(minimumZoom, zoom));
}

/** The world point under a point of the screen (pixels from the stage's top left corner). */
export function toWorld(camera: Camera, x: number, y: number): { x: number; y: number } {
  return { x: camera.x + x / camera.zoom, y: camera.y + y / camera.zoom };
}

/** Where a world point is on the screen. */
export function toScreen(camera: Camera, x: number, y: number): { x: number; y: number } {
  return { x: (x - camera.x) * camera.zoom, y: (y - camera.y) * camera.zoom };
}

/** The part of the world that is seen on a stage of that size, CSS pixels. */
export function boundsInView({ x, y, zoom }: Camera, width: number, height: number): Bounds {
  return { left: x, top: y, right: x + width / zoom, bottom: y + height / zoom };
}

/** Moves what is shown by screen pixels, as a hand drags paper. */
export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return { x: camera.x - dx / camera.zoom, y: camera.y - dy / camera.zoom, zoom: camera.zoom };
}

/** Zooms by a factor so that the world point under a point of the screen stays there. */
export function zoomAt(camera: Camera, x: number, y: number, factor: number): Camera {
  const zoom = clampZoom(camera.zoom * factor);
  const anchor = toWorld(camera, x, y);
  return { x: anchor.x - x / zoom, y: anchor.y - y / zoom, zoom };
}

/** Room to leave around what is fitted, CSS pixels. */
export interface Margins {
  readonly sides: number;
  readonly top: number;
  readonly bottom: number;
}

/** The camera that shows bounds whole, in the middle of what the margins leave. */
export function fitCamera(bounds: Bounds, width: number, height: number, margins: Margins): Camera {
  const across = Math.max(1, bounds.right - bounds.left);
  const down = Math.max(1, bounds.bottom - bounds.top);
  const roomAcross = Math.max(1, width - 2 * margins.sides);
  const roomDown = Math.max(1, height - margins.top - margins.bottom);
  const zoom = clampZoom(Math.min(largestFit, roomAcross / across, roomDown / down));
  const middle = margins.top + roomDown / 2;
  return {
    x: (bounds.left + bounds.right - width / zoom) / 2,
    y: (bounds.top + bounds.bottom) / 2 - middle / zoom,
    zoom,
  };
}
