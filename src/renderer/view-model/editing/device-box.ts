import type { LabDocument } from '../../../shared/lab/document';
import type { Position } from './elements';
import type { Area } from './editor-tool-machine';

/** A device's card on the stage, in world pixels; a device's position is its middle. */
export const deviceBox = { width: 136, height: 72 } as const;

/** The grid that devices stand on. */
export const gridStep = 8;

const onGrid = (value: number) => Math.round(value / gridStep) * gridStep;

/** The nearest point of the grid. */
export function snapped({ x, y }: Position): Position {
  return { x: onGrid(x), y: onGrid(y) };
}

/** Devices whose cards an area touches. */
export function devicesIn(document: LabDocument, area: Area): string[] {
  const { width, height } = deviceBox;
  return document.devices
    .filter(
      ({ position: { x, y } }) =>
        x + width / 2 >= area.x &&
        x - width / 2 <= area.x + area.width &&
        y + height / 2 >= area.y &&
        y - height / 2 <= area.y + area.height,
    )
    .map((device) => device.id);
}

/** Whether a card at `position` would lie over one of the lab's. */
function isTaken(document: LabDocument, { x, y }: Position): boolean {
  return document.devices.some(
    (device) =>
      Math.abs(device.position.x - x) < deviceBox.width && Math.abs(device.position.y - y) < deviceBox.height,
  );
}

/** The place nearest to `wanted`, to its right, that no card covers. */
export function freePlace(document: LabDocument, wanted: Position): Position {
  let place = snapped(wanted);
  while (isTaken(document, place)) place = { x: place.x + deviceBox.width + 3 * gridStep, y: place.y };
  return place;
}
