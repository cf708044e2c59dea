import type { LabFault } from '../../shared/lab/lab';
import { EventKind } from '../kernel/event-kinds';
import { faultMoments, type FaultMoment } from './fault-moments';
import type { Network } from './network';
import { ResponseFault } from './response-faults';
import type { RunState } from './run-state';

/** What goes wrong in a run, and when. */
export class Faults {
  private readonly moments: readonly FaultMoment[];
  private readonly responses: ResponseFault[] = [];

  constructor(
    private readonly run: RunState,
    private readonly network: Network,
  ) {
    for (const fault of run.lab.faults) this.mark(fault);
    this.moments = faultMoments(run.lab.faults);
    this.moments.forEach(({ at }, index) => run.events.push(at, EventKind.fault, index, 0));
  }

  /** A request has begun. */
  began(request: number, workload: number, path: string): void {
    for (const fault of this.responses) fault.began(request, workload, path);
  }

  /** EventKind.fault: a fault sets in, or is over. */
  strike(index: number): void {
    const moment = this.moments[index];
    if (moment?.kind === 'cut-link') this.setCut(moment.link, moment.begins);
    if (moment?.kind === 'change-address')
      this.network.nodes[moment.device]?.host?.changeAddress(moment.address);
    if (moment?.kind !== 'crash-device') return;
    const node = this.network.nodes[moment.device];
    if (moment.begins) node?.crash();
    else node?.restart();
  }

  /** Frames that a fault will take, whenever they come. */
  private mark(fault: LabFault): void {
    const { run, network } = this;
    if (fault.kind === 'drop-packet') network.directions[fault.direction]?.dropFrames(fault.nth);
    if (fault.kind !== 'drop-response') return;
    const { direction, workload, path, byte } = fault;
    const response = new ResponseFault(run.writer.trace, workload, path, byte);
    this.responses.push(response);
    network.directions[direction]?.dropWhere((packet) => response.strikes(packet));
  }

  private setCut(link: number, cut: boolean): void {
    const { writer } = this.run;
    const cause = cut ? writer.linkCut(link) : writer.linkMend(link);
    this.network.directions[link * 2]?.setCut(cut, cause);
    this.network.directions[link * 2 + 1]?.setCut(cut, cause);
  }
}
