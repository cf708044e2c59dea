import type { DeviceKind } from '../../../shared/lab/document';
import type { ShapeBatch } from '../shapes/shape-batch';

/** Draws a device's sign in a square, from its centre and half its side, in lines of one thickness. */
type Icon = (batch: ShapeBatch, x: number, y: number, half: number, line: number, colour: number) => void;

function frame(
  batch: ShapeBatch,
  x: number,
  y: number,
  halfWidth: number,
  halfHeight: number,
  radius: number,
  line: number,
  colour: number,
): void {
  batch.box(x, y, halfWidth, halfHeight, { radius, border: line, borderColour: colour });
}

/** A screen on its foot. */
const client: Icon = (batch, x, y, half, line, colour) => {
  const top = y - half * 0.18;
  frame(batch, x, top, half * 0.92, half * 0.64, half * 0.2, line, colour);
  batch.line(x, top + half * 0.64, x, y + half * 0.78, line, colour);
  batch.line(x - half * 0.42, y + half * 0.8, x + half * 0.42, y + half * 0.8, line, colour);
};

function arrow(
  batch: ShapeBatch,
  x: number,
  y: number,
  dx: number,
  dy: number,
  from: number,
  to: number,
  line: number,
  colour: number,
): void {
  const tipX = x + dx * to;
  const tipY = y + dy * to;
  const barb = to * 0.34;
  batch.line(x + dx * from, y + dy * from, tipX, tipY, line, colour);
  batch.line(tipX - dx * barb - dy * barb, tipY - dy * barb + dx * barb, tipX, tipY, line, colour);
  batch.line(tipX - dx * barb + dy * barb, tipY - dy * barb - dx * barb, tipX, tipY, line, colour);
}

/** Ways out in four directions. */
const router: Icon = (batch, x, y, half, line, colour) => {
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const)
    arrow(batch, x, y, dx, dy, half * 0.28, half * 0.95, line, colour);
};

/** Two units of a rack. */
const server: Icon = (batch, x, y, half, line, colour) => {
  for (const middle of [y - half * 0.46, y + half * 0.46]) {
    frame(batch, x, middle, half * 0.9, half * 0.4, half * 0.16, line, colour);
    batch.circle(x - half * 0.55, middle, line * 0.75, { fill: colour });
    batch.line(x + half * 0.15, middle, x + half * 0.6, middle, line, colour);
  }
};

const icons: Readonly<Record<DeviceKind, Icon>> = { client, router, server };

export function drawDeviceIcon(
  batch: ShapeBatch,
  kind: DeviceKind,
  x: number,
  y: number,
  half: number,
  line: number,
  colour: number,
): void {
  icons[kind](batch, x, y, half, line, colour);
}
