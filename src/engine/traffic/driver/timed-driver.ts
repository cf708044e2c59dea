import { EventKind } from '../../kernel/event-kinds';
import type { EventQueue } from '../../kernel/event-queue';
import type { Driver } from './driver';

/** When something is done how often: from `start` on, every `interval`, nanoseconds, `count` times. */
export interface TimedPlan {
  /** The workload's. */
  readonly index: number;
  readonly start: number;
  readonly count: number;
  readonly interval: number;
}

/** The host at which it is done: nothing is done while it is down. */
export interface TimedPlace {
  readonly events: EventQueue;
  readonly clientHost: { readonly isUp: boolean };
}

/** Does one thing after the other at the times of a plan. What falls into a time at which the host is down is left out. */
export abstract class TimedDriver implements Driver {
  private done = 0;

  constructor(
    private readonly plan: TimedPlan,
    private readonly place: TimedPlace,
  ) {}

  schedule(): void {
    this.place.events.push(this.plan.start, EventKind.workload, this.plan.index, 0);
  }

  next(): void {
    const { plan, place } = this;
    if (place.clientHost.isUp) this.act(this.done);
    this.done += 1;
    if (this.done < plan.count)
      place.events.push(place.events.time + plan.interval, EventKind.workload, plan.index, this.done);
    else this.finish();
  }

  /** Does it for the n-th time, counted from 0. */
  protected abstract act(ordinal: number): void;

  /** The last time is over. */
  protected finish(): void {
    // Most have nothing to clear away.
  }
}
