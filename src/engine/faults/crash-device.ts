import type { FaultPlanner } from './fault-planner';
import { OutagesBySubject } from './outages';

/** Devices vanish with all that they knew, and come back. */
export const planCrashes: FaultPlanner<'crash-device'> = (faults, { nodes }) => {
  const crashes = new OutagesBySubject();
  for (const { crashing } of faults) crashes.add(crashing.device, crashing);
  return crashes.moments().map(({ subject, at, begins }) => ({
    at,
    place: subject,
    strike: () => (begins ? nodes[subject]?.crash() : nodes[subject]?.restart()),
  }));
};
