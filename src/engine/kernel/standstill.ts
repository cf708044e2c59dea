import { formatDuration } from '../../shared/units/units';
import { EventKind, eventNames } from './event-kinds';

/** How long a moment is, nanoseconds: over a path of no length, at the highest of rates, something may go round many times in one. */
export const momentLength = 100;
/** Events within one moment after which time is taken to stand still; a request that begins in it may cause so many more. */
export const mostEventsAtOnce = 1_000_000;
const eventsOfRequest = 100;
/** Events that are looked at to tell what goes round. */
const lookedAt = 1000;

/** A run that goes on for ever at one moment: something does the same again and again, and no time passes. */
export class StandstillError extends Error {
  override readonly name = 'StandstillError';
}

/** Notices when hardly any time passes between events. */
export class StandstillWatch {
  private momentEnds = 0;
  private events = 0;
  private readonly going = new Map<string, number>();

  /** `place`: what an event of a kind happens at, by its `a`. */
  constructor(private readonly place: (kind: number, a: number) => string) {}

  /** An event is about to happen, `time` nanoseconds into the run. Throws a StandstillError, which names what goes round, at one too many. */
  note(time: number, kind: number, a: number): void {
    if (time >= this.momentEnds) {
      this.momentEnds = time + momentLength;
      this.events = 0;
      if (this.going.size > 0) this.going.clear();
    } else if (++this.events > mostEventsAtOnce) this.look(kind, a);
    if (kind === EventKind.workload) this.events -= eventsOfRequest;
  }

  private look(kind: number, a: number): void {
    const name = `${eventNames[kind] ?? `event ${kind}`} ${this.place(kind, a)}`;
    this.going.set(name, (this.going.get(name) ?? 0) + 1);
    if (this.events < mostEventsAtOnce + lookedAt) return;
    const most = [...this.going].sort(([, left], [, right]) => right - left).slice(0, 4);
    const events = `${mostEventsAtOnce.toLocaleString('en-US')} events within ${momentLength} ns`;
    const named = most.map(([what, times]) => `${times} times ${what}`).join(', ');
    throw new StandstillError(
      `Time stands still at ${formatDuration(this.momentEnds - momentLength)}: ${events}, and no end. Of the next ${lookedAt}: ${named}.`,
    );
  }
}
