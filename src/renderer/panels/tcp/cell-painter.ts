import { tokenColour } from '../../theme/theme';
import {
  shadeCount,
  timeWaitShades,
  PortShade,
  type CellGrid,
  type PortCells,
} from '../../view-model/tcp/port-map';

/** From this pitch on, pixels, cells keep a gap of one pixel between them. */
const pitchWithGap = 4;

/** The tokens that cells are drawn in; the legend shows the same. */
export const shadeTokens = {
  free: '--surface-2',
  opening: '--l4',
  open: '--ok',
  closing: '--l3',
  timeWait: '--warn',
} as const;

/**
 * Paints cells on a canvas: first one pixel a cell, then enlarged as a whole, so that tens of thousands cost one copy.
 * Paints nothing when nothing has changed.
 */
export class CellPainter {
  private readonly small = document.createElement('canvas');
  private readonly colours = new Uint32Array(shadeCount);
  private background = '';
  private painted = new Uint8Array(0);
  private paintedGrid: CellGrid | undefined;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** Takes the colours of the theme in effect; the next painting is whole. */
  readColours(): void {
    const begin = tokenColour(shadeTokens.timeWait);
    const end = tokenColour(shadeTokens.free);
    this.colours[PortShade.free] = opaque(end);
    this.colours[PortShade.opening] = opaque(tokenColour(shadeTokens.opening));
    this.colours[PortShade.open] = opaque(tokenColour(shadeTokens.open));
    this.colours[PortShade.closing] = opaque(tokenColour(shadeTokens.closing));
    // The last shade still differs from a free port's.
    for (let shade = 0; shade < timeWaitShades; shade += 1)
      this.colours[PortShade.timeWait + shade] = opaque(mixed(begin, end, (shade / timeWaitShades) * 0.82));
    this.background = `#${tokenColour('--surface-1').toString(16).padStart(6, '0')}`;
    this.painted = new Uint8Array(0);
  }

  paint({ shades }: PortCells, grid: CellGrid): void {
    const isSameGrid =
      this.paintedGrid?.columns === grid.columns &&
      this.paintedGrid.rows === grid.rows &&
      this.paintedGrid.pitch === grid.pitch;
    if (isSameGrid && same(this.painted, shades)) return;
    this.painted = shades.slice();
    this.paintedGrid = grid;
    this.paintSmall(shades, grid);
    this.enlarge(grid);
  }

  private paintSmall(shades: Uint8Array, { columns, rows }: CellGrid): void {
    this.small.width = columns;
    this.small.height = rows;
    const context = this.small.getContext('2d');
    if (!context) return;
    const image = context.createImageData(columns, rows);
    const pixels = new Uint32Array(image.data.buffer);
    for (let cell = 0; cell < shades.length; cell += 1) pixels[cell] = this.colours[shades[cell] ?? 0] ?? 0;
    context.putImageData(image, 0, 0);
  }

  private enlarge({ columns, rows, pitch }: CellGrid): void {
    this.canvas.width = columns * pitch;
    this.canvas.height = rows * pitch;
    const context = this.canvas.getContext('2d');
    if (!context) return;
    context.imageSmoothingEnabled = false;
    context.drawImage(this.small, 0, 0, columns * pitch, rows * pitch);
    if (pitch < pitchWithGap) return;
    context.fillStyle = this.background;
    for (let column = 1; column <= columns; column += 1)
      context.fillRect(column * pitch - 1, 0, 1, rows * pitch);
    for (let row = 1; row <= rows; row += 1) context.fillRect(0, row * pitch - 1, columns * pitch, 1);
  }
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

/** 0xRRGGBB as a canvas keeps it: 0xAABBGGRR, on the little-endian machines that all of ours are. */
function opaque(rgb: number): number {
  return ((0xff << 24) | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >>> 16)) >>> 0;
}

function mixed(one: number, other: number, share: number): number {
  const channel = (shift: number) => {
    const from = (one >>> shift) & 255;
    return Math.round(from + (((other >>> shift) & 255) - from) * share) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}
