import { gridSpacing } from '../geometry/detail';
import { packColour } from '../shapes/colour';
import type { ShapeBatch } from '../shapes/shape-batch';
import type { Drawing } from './drawing';

/** The dots that devices can be lined up by, while a network is built. */
export function drawGrid(batch: ShapeBatch, drawing: Drawing): void {
  const { camera, zoom, width, height, theme } = drawing;
  const spacing = gridSpacing(zoom);
  const fill = packColour(theme.gridDot);
  const firstX = -((((camera.x * zoom) % spacing) + spacing) % spacing);
  const firstY = -((((camera.y * zoom) % spacing) + spacing) % spacing);
  batch.reserve(batch.length + Math.ceil(width / spacing + 1) * Math.ceil(height / spacing + 1));
  for (let y = firstY; y <= height; y += spacing)
    for (let x = firstX; x <= width; x += spacing)
      batch.raw(drawing.snap(x) + 0.5, drawing.snap(y) + 0.5, 1, 1, 1, 0, 1, 0, 0, 0, fill, 0);
}
