/**
 * What is worth drawing at a zoom. Shapes scale with the zoom; text does not fall below a size that can be read and
 * goes when there is no room.
 */
export type CardDetail = 'whole' | 'name' | 'icon';

/**
 * Whole card: icon, name, note, addresses. Smaller on screen: icon and name where all names fit, else the icon alone,
 * with the name under the card.
 * @param namesFit whether each name has room beside its icon on a small card
 */
export function cardDetail(zoom: number, namesFit: boolean): CardDetail {
  if (zoom >= 0.75) return 'whole';
  return namesFit ? 'name' : 'icon';
}

/** A text's size in whole pixels at a zoom, for a size at zoom 1: text in a card grows with it. */
export function cardTextSize(size: number, zoom: number): number {
  return Math.max(Math.min(size, 11), Math.round(size * zoom));
}

/** The size of a text beside a link or a frame: it grows less than what it names. */
export function noteTextSize(size: number, zoom: number): number {
  return Math.round(size * Math.min(1.6, Math.max(1, Math.sqrt(zoom))));
}

/** The thickness of a frame's bar on screen, for one at zoom 1. */
export function barSize(thickness: number, zoom: number): number {
  return Math.max(3, thickness * zoom);
}

/** How short a bar may be: it stays visible, and gives way where its lane is crowded. */
export function shortestBar(laneLength: number, framesOnLane: number, thickness: number): number {
  const share = laneLength / Math.max(1, framesOnLane);
  return Math.max(2, Math.min(thickness * 1.5, share));
}

/** Bars so short that their point would be all of them are drawn without one. */
export function hasPoint(length: number, thickness: number): boolean {
  return length >= thickness * 0.9;
}

/** The spacing of the grid's dots on screen: between 16 and 32 pixels, in steps that keep the coarser dots. */
export function gridSpacing(zoom: number): number {
  let spacing = 24 * zoom;
  while (spacing < 16) spacing *= 2;
  while (spacing > 32) spacing /= 2;
  return spacing;
}
