import { cardHeight, cardRadius, cardWidth, exitFromCard } from '../geometry/card';
import type { ShapeBatch } from '../shapes/shape-batch';
import { deviceColour, drawDeviceIcon } from './device-icons';
import type { Drawing } from './drawing';

/** Draws what the pointer's tool has in hand: a rubber band, a link being pulled, a device from the palette. */
export function drawTool(batch: ShapeBatch, drawing: Drawing): void {
  drawMarquee(batch, drawing);
  drawConnecting(batch, drawing);
  drawGhost(batch, drawing);
}

function drawMarquee(batch: ShapeBatch, drawing: Drawing): void {
  const { picture, theme, zoom } = drawing;
  const { marquee } = picture;
  if (!marquee) return;
  const halfWidth = (marquee.width * zoom) / 2;
  const halfHeight = (marquee.height * zoom) / 2;
  batch.box(
    drawing.screenX(marquee.x) + halfWidth,
    drawing.screenY(marquee.y) + halfHeight,
    halfWidth,
    halfHeight,
    {
      radius: 2,
      fill: theme.accent,
      fillAlpha: 0.1,
      border: 1,
      borderColour: theme.accent,
    },
  );
}

function drawConnecting(batch: ShapeBatch, drawing: Drawing): void {
  const { picture, theme, zoom } = drawing;
  const { connecting, devices } = picture;
  const from = connecting && devices.find((device) => device.id === connecting.from);
  if (!connecting || !from) return;
  const over = devices.find((device) => device.id === connecting.over);
  const end = over ?? connecting;
  const dx = end.x - from.x;
  const dy = end.y - from.y;
  const leave = exitFromCard(from, from, dx, dy);
  const arrive = over ? 1 - exitFromCard(over, over, -dx, -dy) : 1;
  if (over) outline(batch, drawing, over, 2);
  outline(batch, drawing, from, 2);
  if (arrive <= leave) return;
  const startX = drawing.screenX(from.x + dx * leave);
  const startY = drawing.screenY(from.y + dy * leave);
  const endX = drawing.screenX(from.x + dx * arrive);
  const endY = drawing.screenY(from.y + dy * arrive);
  batch.line(startX, startY, endX, endY, Math.max(2, 3 * zoom), theme.accent, over ? 1 : 0.7);
  batch.circle(startX, startY, 4, { fill: theme.accent });
  batch.circle(endX, endY, 4, {
    fill: over ? theme.accent : theme.card,
    border: 2,
    borderColour: theme.accent,
  });
}

function drawGhost(batch: ShapeBatch, drawing: Drawing): void {
  const { picture, theme, zoom } = drawing;
  const { ghost } = picture;
  if (!ghost) return;
  const x = drawing.screenX(ghost.x);
  const y = drawing.screenY(ghost.y);
  batch.box(x, y, (cardWidth * zoom) / 2, (cardHeight * zoom) / 2, {
    radius: cardRadius * zoom,
    fill: theme.accentSoft,
    fillAlpha: 0.85,
    border: 1.5,
    borderColour: theme.accent,
  });
  drawDeviceIcon(
    batch,
    ghost.kind,
    x,
    y,
    16 * zoom,
    Math.max(1.2, 2 * zoom),
    deviceColour(theme, ghost.kind),
  );
}

function outline(
  batch: ShapeBatch,
  drawing: Drawing,
  centre: { readonly x: number; readonly y: number },
  border: number,
): void {
  const { theme, zoom } = drawing;
  batch.box(
    drawing.screenX(centre.x),
    drawing.screenY(centre.y),
    (cardWidth * zoom) / 2 + border,
    (cardHeight * zoom) / 2 + border,
    { radius: cardRadius * zoom + border, border, borderColour: theme.accent },
  );
}
