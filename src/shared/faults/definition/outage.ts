import * as v from 'valibot';
import { refusal, type Problem } from '../../schema/problem';
import { nanosecondsOf } from '../../schema/quantities';
import { duration } from '../../schema/schema-parts';

/** What goes away at a moment, and perhaps comes back. */
export interface Outage {
  readonly at: string;
  readonly until?: string | undefined;
}

export const outageSettings = {
  at: duration,
  /** When it is over; default never. */
  until: v.optional(duration),
};

/** An outage of a second, a second into the run: until somebody says otherwise. */
export const usualOutage = { at: '1s', until: '2s' } as const;

/** An outage that would be over before it begins. `begins`: what happens at its beginning. */
export function outageProblems(outage: Outage, begins: string, path: string): Problem[] {
  const { at, until } = outage;
  if (until === undefined || nanosecondsOf(until, '0s') > nanosecondsOf(at, '0s')) return [];
  return [refusal(outage, 'until', path, `a time after ${JSON.stringify(at)}, when ${begins}`)];
}

/** An outage's times in nanoseconds; undefined: for good. */
export function resolveOutage({ at, until }: Outage): { at: number; until: number | undefined } {
  return {
    at: nanosecondsOf(at, '0s'),
    until: until === undefined ? undefined : nanosecondsOf(until, '0s'),
  };
}

/** `Cut from 1s to 2s`. */
export function describeOutage(happens: string, { at, until }: Outage): string {
  return until === undefined ? `${happens} at ${at} for good` : `${happens} from ${at} to ${until}`;
}
