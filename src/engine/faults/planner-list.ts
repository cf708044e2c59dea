import type { FaultKind, LabFault } from '../../shared/faults/fault';
import { planAddressChanges } from './change-address';
import { planCrashes } from './crash-device';
import { planCuts } from './cut-link';
import { planPacketLosses } from './drop-packet';
import { planResponseLosses } from './drop-response';
import type { FaultMoment, FaultPlanner, FaultStage } from './fault-planner';

/**
 * What plans each kind of fault. A kind that `shared/faults/list.ts` names must be here. At one moment faults come in
 * this order.
 */
const planners: { readonly [Kind in FaultKind]: FaultPlanner<Kind> } = {
  'change-address': planAddressChanges,
  'cut-link': planCuts,
  'crash-device': planCrashes,
  'drop-packet': planPacketLosses,
  'drop-response': planResponseLosses,
};

/**
 * Plans all faults: the moments at which something happens, in order. At one moment faults come in the order of their
 * kinds and of what they strike: their order in the document is of no consequence.
 */
export function planFaults(faults: readonly LabFault[], stage: FaultStage): FaultMoment[] {
  const moments = Object.entries(planners).flatMap(([kind, plan]) => {
    const own = faults.filter((fault) => fault.kind === kind);
    // The entry of a kind takes the faults of that kind.
    const planned = (plan as (faults: readonly LabFault[], stage: FaultStage) => readonly FaultMoment[])(
      own,
      stage,
    );
    return [...planned].sort((left, right) => left.at - right.at || left.place - right.place);
  });
  // Moments of one time stay as they are: sorting is stable.
  return moments.sort((left, right) => left.at - right.at);
}
