import { EventKind } from '../kernel/event-kinds';
import type { EventQueue } from '../kernel/event-queue';
import type { TraceWriter } from '../trace/trace-writer';

const ticketsPerLife = 1 << 22;

/** What a host has put off: a few things at a time (handshakes being computed, races, frames to be shown), never a packet's way. */
export class DeferredCalls {
  private readonly actions = new Map<number, () => void>();
  private tickets: number;

  /** `life`: how often the host has restarted; what an earlier life put off must not be taken for this one's. */
  constructor(
    private readonly device: number,
    private readonly events: EventQueue,
    private readonly writer: TraceWriter,
    life: number,
  ) {
    this.tickets = life * ticketsPerLife;
  }

  /** Does something after a time, nanoseconds. */
  later(delay: number, action: () => void): void {
    const ticket = this.tickets++;
    this.actions.set(ticket, action);
    this.events.push(this.writer.now + delay, EventKind.later, this.device, ticket);
  }

  /** EventKind.later. */
  due(ticket: number): void {
    const action = this.actions.get(ticket);
    this.actions.delete(ticket);
    action?.();
  }

  /** The host has crashed: nothing of it will happen. */
  forget(): void {
    this.actions.clear();
  }
}
