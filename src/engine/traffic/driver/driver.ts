import type { LabWorkloadOf, WorkloadKind } from '../../../shared/workloads/workload';
import type { DriverSite } from './driver-site';

/**
 * Makes a workload happen: opens connections, asks, sends frames, at the times of its plan.
 *
 * A driver knows its own workload and its site: the two hosts at its ends, and of the run the clock, the trace and what
 * HTTP works with. It never sees the document, links, other workloads or faults. What is not there: protocols (hosts have
 * them), what a server answers (`http/`), reading the trace. The kinds have a folder each; what they share of
 * connections lies in `connections/`.
 */
export interface Driver {
  /** Schedules its first event. */
  schedule(): void;
  /** EventKind.workload: its next event has come. */
  next(): void;
}

/** Makes the drivers of one kind of workload. */
export type DriverFactory<Kind extends WorkloadKind> = (
  workload: LabWorkloadOf<Kind>,
  site: DriverSite,
) => Driver;
