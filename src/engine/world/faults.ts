import type { LabFault } from '../../shared/lab/lab';
import { EventKind } from '../kernel/event-kinds';
import type { Network } from './network';
import { ResponseFault } from './response-faults';
import type { RunState } from './run-state';

/** What goes wrong in a run, and when. */
export class Faults {
  private readonly responses: ResponseFault[] = [];

  constructor(
    private readonly run: RunState,
    private readonly network: Network,
  ) {
    run.lab.faults.forEach((fault, index) => this.plan(fault, index));
  }

  /** A request has begun. */
  began(request: number, workload: number, path: string): void {
    for (const fault of this.responses) fault.began(request, workload, path);
  }

  /** EventKind.fault: a fault sets in, or is over. */
  strike(index: number, begins: boolean): void {
    const fault = this.run.lab.faults[index];
    if (fault?.kind === 'cut-link') this.setCut(fault.link, begins);
    if (fault?.kind === 'change-address')
      this.network.nodes[fault.device]?.host?.changeAddress(fault.address);
    if (fault?.kind !== 'crash-device') return;
    const node = this.network.nodes[fault.crashing.device];
    if (begins) node?.crash();
    else node?.restart();
  }

  private plan(fault: LabFault, index: number): void {
    const { run, network } = this;
    if (fault.kind === 'drop-packet') {
      network.directions[fault.direction]?.dropFrames(fault.nth);
      return;
    }
    if (fault.kind === 'drop-response') {
      const { direction, workload, path, byte } = fault;
      const response = new ResponseFault(run.writer.trace, workload, path, byte);
      this.responses.push(response);
      network.directions[direction]?.dropWhere((packet) => response.strikes(packet));
      return;
    }
    const { at, until } = { until: undefined, ...(fault.kind === 'crash-device' ? fault.crashing : fault) };
    run.events.push(at, EventKind.fault, index, 0);
    if (until !== undefined) run.events.push(until, EventKind.fault, index, 1);
  }

  private setCut(link: number, cut: boolean): void {
    const { writer } = this.run;
    const cause = cut ? writer.linkCut(link) : writer.linkMend(link);
    this.network.directions[link * 2]?.setCut(cut, cause);
    this.network.directions[link * 2 + 1]?.setCut(cut, cause);
  }
}
