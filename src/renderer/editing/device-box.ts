import type { LabDocument } from '../../shared/lab/document';
import { deviceBox } from '../view-model/picture/device-box';
import type { Position } from './elements';
import type { Area } from './editor-tool-machine';

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

/** Room for a card and, beside or under it, a link with its label. */
const roomy = { column: 30 * gridStep, row: 18 * gridStep } as const;

/** 0, 1, -1, 2, -2, ... */
const outwards = (count: number) => (count % 2 === 0 ? -count / 2 : (count + 1) / 2);

/** The first place that no card covers: at `wanted`, else to its right, to its left, and row by row around it. */
export function freePlace(document: LabDocument, wanted: Position): Position {
  const middle = snapped(wanted);
  for (let count = 0; ; count++) {
    const place = {
      x: middle.x + outwards(count % 3) * roomy.column,
      y: middle.y + outwards(Math.floor(count / 3)) * roomy.row,
    };
    if (!isTaken(document, place)) return place;
  }
}
