/** A stretch of time, nanoseconds: from `at` until just before `until`; undefined: for good. */
export interface Outage {
  readonly at: number;
  readonly until: number | undefined;
}

/** When something goes out, or is back. */
export interface OutageMoment {
  readonly subject: number;
  readonly at: number;
  readonly begins: boolean;
}

/** Outages of links or devices. Those of one subject that overlap, or touch, are one: it is out while any of them holds. */
export class OutagesBySubject {
  private readonly outages = new Map<number, Outage[]>();

  add(subject: number, outage: Outage): void {
    const known = this.outages.get(subject);
    if (known) known.push(outage);
    else this.outages.set(subject, [outage]);
  }

  /** When each subject goes out, and when it is back. */
  moments(): OutageMoment[] {
    return [...this.outages].flatMap(([subject, outages]) =>
      united(outages).flatMap(({ at, until }) => [
        { subject, at, begins: true },
        ...(until === Infinity ? [] : [{ subject, at: until, begins: false }]),
      ]),
    );
  }
}

/** The stretches in which at least one outage holds, in order; there is time between any two. */
function united(outages: readonly Outage[]): { at: number; until: number }[] {
  const all: { at: number; until: number }[] = [];
  for (const { at, until = Infinity } of [...outages].sort((left, right) => left.at - right.at)) {
    const last = all.at(-1);
    if (last && at <= last.until) last.until = Math.max(last.until, until);
    else all.push({ at, until });
  }
  return all;
}
