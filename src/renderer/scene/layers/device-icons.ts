import { deviceKind } from '../../../shared/devices/device';
import type { DeviceKind } from '../../../shared/lab/document';
import { pathLines, type PathLine } from '../shapes/svg-path';
import type { ShapeBatch } from '../shapes/shape-batch';
import type { StageTheme } from '../theme/stage-theme';

/** Half the side of the square that the kinds' icons are drawn in. */
const middle = 12;

const linesOfKinds = new Map<DeviceKind, readonly PathLine[]>();

function linesOf(kind: DeviceKind): readonly PathLine[] {
  const known = linesOfKinds.get(kind);
  if (known) return known;
  const lines = pathLines(deviceKind(kind).icon);
  linesOfKinds.set(kind, lines);
  return lines;
}

/** Draws a device's sign in a square, from its centre and half its side, in lines of one thickness. */
export function drawDeviceIcon(
  batch: ShapeBatch,
  kind: DeviceKind,
  x: number,
  y: number,
  half: number,
  line: number,
  colour: number,
): void {
  const scale = half / middle;
  for (const { fromX, fromY, toX, toY } of linesOf(kind))
    batch.line(
      x + (fromX - middle) * scale,
      y + (fromY - middle) * scale,
      x + (toX - middle) * scale,
      y + (toY - middle) * scale,
      line,
      colour,
    );
}

/** The colour of a kind's sign. */
export function deviceColour(theme: StageTheme, kind: DeviceKind): number {
  return theme[deviceKind(kind).accent];
}
