import type { FaultPlanner } from './fault-planner';

/** Above every address, so that devices come first. */
const addresses = 0x100000000;

/** Hosts send from another address of theirs. */
export const planAddressChanges: FaultPlanner<'change-address'> = (faults, { nodes }) =>
  faults.map(({ at, device, address }) => ({
    at,
    place: device * addresses + address,
    strike: () => nodes[device]?.host?.changeAddress(address),
  }));
