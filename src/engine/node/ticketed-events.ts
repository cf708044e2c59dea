import { EventQueue } from '../kernel/event-queue';

/**
 * A server's way to the event queue: counts what it schedules, and gives it tickets that no earlier life of the server
 * had, so that a thought of before a crash is not taken for one of after it.
 */
export class TicketedEvents extends EventQueue {
  /** The first ticket that no life so far has had. */
  nextTicket: number;

  constructor(
    private readonly events: EventQueue,
    readonly firstTicket: number,
  ) {
    super(1);
    this.nextTicket = firstTicket;
  }

  override push(time: number, kind: number, a: number, ticket: number): void {
    this.nextTicket = Math.max(this.nextTicket, this.firstTicket + ticket + 1);
    this.events.push(time, kind, a, this.firstTicket + ticket);
  }
}
