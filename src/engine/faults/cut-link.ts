import type { FaultPlanner, FaultStage } from './fault-planner';
import { OutagesBySubject } from './outages';

/** Links are cut, and mended. */
export const planCuts: FaultPlanner<'cut-link'> = (faults, stage) => {
  const cuts = new OutagesBySubject();
  for (const fault of faults) cuts.add(fault.link, fault);
  return cuts
    .moments()
    .map(({ subject, at, begins }) => ({ at, place: subject, strike: () => setCut(stage, subject, begins) }));
};

function setCut({ links, writer }: FaultStage, link: number, cut: boolean): void {
  const cause = cut ? writer.linkCut(link) : writer.linkMend(link);
  links[link * 2]?.setCut(cut, cause);
  links[link * 2 + 1]?.setCut(cut, cause);
}
