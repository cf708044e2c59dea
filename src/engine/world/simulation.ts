import type { Lab } from '../../shared/lab/lab';
import { none } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { RunEndReason } from '../../shared/trace/kinds/run';
import type { Driver } from '../traffic/driver/driver';
import { createDriver } from '../traffic/driver-list';
import type { RequestWatcher } from '../traffic/driver/driver-site';
import { Faults } from '../faults/faults';
import { EventKind } from '../kernel/event-kinds';
import { StandstillWatch } from '../kernel/standstill';
import { siteOf } from './driver-sites';
import { Network } from './network';
import { RunState } from './run-state';

/**
 * The world of a run: the lab's links and nodes, joined; what happens on them by plan; and the loop that lets one event
 * after the other happen.
 *
 * It knows the resolved lab, and hands each event to who put it off: a link direction, a node, a driver of a workload, a
 * fault. It never sees what a packet carries, nor of what kind a device is. What is not there: protocols (nodes have
 * them), reading the trace (`measure/`), time by the wall's clock.
 */

/** A lab being run: advance it as far as wanted; everything it does is in its trace. */
export interface Simulation {
  readonly lab: Lab;
  readonly trace: Trace;
  /** Virtual time simulated so far, nanoseconds. */
  readonly now: number;
  readonly finished: boolean;
  /**
   * Runs all events up to and including `until` (nanoseconds), or until about `records` more records are written.
   * Returns whether there is more to run. Throws a StandstillError where events follow each other for ever and no time passes.
   */
  advance(until: number, records?: number): boolean;
}

/** Sets a lab up at virtual time 0. */
export function createSimulation(lab: Lab): Simulation {
  return new World(lab);
}

class World implements Simulation {
  finished = false;
  private readonly run: RunState;
  private readonly network: Network;
  private readonly drivers: readonly Driver[];
  private readonly faults: Faults;
  private readonly standstill = new StandstillWatch((kind, a) => placeOfEvent(this.lab, kind, a));

  constructor(readonly lab: Lab) {
    const run = new RunState(lab);
    this.run = run;
    run.writer.runStart(lab.seed);
    this.network = new Network(run);
    const watch: RequestWatcher = (request, workload, path) => this.faults.began(request, workload, path);
    this.drivers = lab.workloads.map((workload) =>
      createDriver(workload, siteOf(workload, run, this.network, watch)),
    );
    const { directions: links, nodes } = this.network;
    this.faults = new Faults(lab.faults, { links, nodes, writer: run.writer }, run.events);
    for (const driver of this.drivers) driver.schedule();
  }

  get trace(): Trace {
    return this.run.writer.trace;
  }

  get now(): number {
    return this.run.writer.now;
  }

  advance(until: number, records = Infinity): boolean {
    const { events, writer } = this.run;
    const end = Math.min(until, this.lab.duration);
    const enough = this.trace.records.length + records;
    while (!this.finished && this.trace.records.length < enough) {
      if (events.nextTime() > end) {
        this.reach(end);
        break;
      }
      events.pop();
      this.standstill.note(events.time, events.kind, events.a);
      writer.now = events.time;
      writer.cause = none;
      this.dispatch(events.kind, events.a, events.b);
    }
    return !this.finished;
  }

  /** No event is left before `end`: time goes on to it, and the run is over where nothing can come any more. */
  private reach(end: number): void {
    const { events, writer } = this.run;
    const idle = events.size === 0;
    if (!idle) writer.now = end;
    if (!idle && end < this.lab.duration) return;
    this.finished = true;
    writer.cause = none;
    writer.runEnd(idle ? RunEndReason.idle : RunEndReason.durationReached);
  }

  private dispatch(kind: number, a: number, b: number): void {
    switch (kind) {
      case EventKind.linkArrival:
        this.network.directions[a]?.arrive(b);
        break;
      case EventKind.linkStray:
        this.network.directions[a]?.meetFate(b);
        break;
      case EventKind.workload:
        this.drivers[a]?.next();
        break;
      case EventKind.fault:
        this.faults.strike(a);
        break;
      default:
        this.network.nodes[a]?.due(kind, b);
    }
  }
}

/** What an event happens at, by its `a`, as the document calls it. */
function placeOfEvent({ devices, links, workloads }: Lab, kind: number, a: number): string {
  if (kind === EventKind.linkArrival || kind === EventKind.linkStray) return links[a >> 1]?.id ?? 'a link';
  if (kind === EventKind.workload) return workloads[a]?.id ?? 'a workload';
  return kind === EventKind.fault ? 'something' : (devices[a]?.id ?? 'a device');
}
