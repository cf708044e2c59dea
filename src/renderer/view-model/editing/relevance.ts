import type { LabDocument } from '../../../shared/lab/document';

/** A document less what a run does not depend on: names, notes, positions, claims, titles. */
function simulated(document: LabDocument): unknown {
  const { seed, duration, devices, links, workloads = [], faults = [] } = document;
  const bare = <Element extends object>(element: Element) => ({
    ...element,
    name: undefined,
    note: undefined,
    position: undefined,
  });
  return { seed, duration, devices: devices.map(bare), links: links.map(bare), workloads, faults };
}

/** Whether two documents would run alike: moving, naming and noting make no run stale. */
export function runsAlike(one: LabDocument, other: LabDocument): boolean {
  return one === other || JSON.stringify(simulated(one)) === JSON.stringify(simulated(other));
}
