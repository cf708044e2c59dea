import type { Bounds } from '../plane/bounds';

/** A device's card on the stage, in world pixels; a device's position is its middle. */
export const deviceBox = { width: 136, height: 72 } as const;

/** Where a device's card is, so much wider to each side. */
export function boxAround({ x, y }: { readonly x: number; readonly y: number }, margin = 0): Bounds {
  return {
    left: x - deviceBox.width / 2 - margin,
    top: y - deviceBox.height / 2 - margin,
    right: x + deviceBox.width / 2 + margin,
    bottom: y + deviceBox.height / 2 + margin,
  };
}
