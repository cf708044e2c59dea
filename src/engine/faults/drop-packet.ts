import type { FaultPlanner } from './fault-planner';

/** Frames are lost by their number, whenever they come. */
export const planPacketLosses: FaultPlanner<'drop-packet'> = (faults, { links }) => {
  for (const { direction, nth } of faults) links[direction]?.dropFrames(nth);
  return [];
};
