import type { LabFault } from '../../shared/lab/lab';
import { EventKind } from '../kernel/event-kinds';
import type { EventQueue } from '../kernel/event-queue';
import type { FaultMoment, FaultStage, RequestListener } from './fault-planner';
import { planFaults } from './planner-list';

/** What goes wrong in a run, and when. */
export class Faults {
  private readonly moments: readonly FaultMoment[];
  private readonly listeners: RequestListener[] = [];

  constructor(faults: readonly LabFault[], stage: Omit<FaultStage, 'onRequest'>, events: EventQueue) {
    const onRequest = (listener: RequestListener) => {
      this.listeners.push(listener);
    };
    this.moments = planFaults(faults, { ...stage, onRequest });
    this.moments.forEach(({ at }, index) => events.push(at, EventKind.fault, index, 0));
  }

  /** A request has begun. */
  began(request: number, workload: number, path: string): void {
    for (const listener of this.listeners) listener(request, workload, path);
  }

  /** EventKind.fault: a fault sets in, or is over. */
  strike(index: number): void {
    this.moments[index]?.strike();
  }
}
