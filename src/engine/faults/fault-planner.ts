import type { LabFaultOf, FaultKind } from '../../shared/faults/fault';
import type { LinkDirection } from '../link/link-direction';
import type { Node } from '../node/node';
import type { TraceWriter } from '../trace/trace-writer';

/**
 * Plans all of a run's faults of one kind: what happens at which moments, and what is set up for whenever it comes. A
 * kind is planned as a whole, because faults that overlap are one: a link is cut while any of its cuts holds.
 *
 * A planner knows the faults of its kind as numbers, and the stage: links, nodes, the trace, who asks for what. It never
 * sees the document, faults of other kinds or workloads. What is not there: chance (impairments of a link are the link's
 * own).
 */
export type FaultPlanner<Kind extends FaultKind> = (
  faults: readonly LabFaultOf<Kind>[],
  stage: FaultStage,
) => readonly FaultMoment[];

/** A moment at which something happens. */
export interface FaultMoment {
  /** Nanoseconds. */
  readonly at: number;
  /** What it strikes, as a number: tells the moments of one kind at one time apart. */
  readonly place: number;
  strike(): void;
}

/** What faults strike. */
export interface FaultStage {
  /** Every link direction: a link's index times two, and one more for that from its end b. */
  readonly links: readonly LinkDirection[];
  /** By device. */
  readonly nodes: readonly Node[];
  readonly writer: TraceWriter;
  /** Asks to be told of each request as it begins. */
  onRequest(listener: RequestListener): void;
}

export type RequestListener = (request: number, workload: number, path: string) => void;
