import type { LabFault } from '../../shared/lab/lab';

/** A stretch of time, nanoseconds: from `at` until just before `until`; undefined: for good. */
interface Outage {
  readonly at: number;
  readonly until: number | undefined;
}

/** What a timed fault does to a run, at one moment. Times in nanoseconds. */
export type FaultMoment =
  | { readonly kind: 'cut-link'; readonly at: number; readonly link: number; readonly begins: boolean }
  | {
      readonly kind: 'change-address';
      readonly at: number;
      readonly device: number;
      readonly address: number;
    }
  | { readonly kind: 'crash-device'; readonly at: number; readonly device: number; readonly begins: boolean };

/**
 * When which fault sets in, or is over. Outages of one link or device that overlap, or touch, are one: it is out while any of them holds.
 * At one moment faults come in the order of their kinds and of what they strike: their order in the document is of no consequence.
 */
export function faultMoments(faults: readonly LabFault[]): FaultMoment[] {
  const cuts = new OutagesBySubject();
  const crashes = new OutagesBySubject();
  const moments: FaultMoment[] = [];
  for (const fault of faults) {
    if (fault.kind === 'cut-link') cuts.add(fault.link, fault);
    if (fault.kind === 'crash-device') crashes.add(fault.crashing.device, fault.crashing);
    if (fault.kind !== 'change-address') continue;
    const { kind, at, device, address } = fault;
    moments.push({ kind, at, device, address });
  }
  for (const { subject: link, at, begins } of cuts.moments())
    moments.push({ kind: 'cut-link', at, link, begins });
  for (const { subject: device, at, begins } of crashes.moments())
    moments.push({ kind: 'crash-device', at, device, begins });
  return moments.sort(
    (left, right) => left.at - right.at || rank(left) - rank(right) || place(left) - place(right),
  );
}

class OutagesBySubject {
  private readonly outages = new Map<number, Outage[]>();

  add(subject: number, outage: Outage): void {
    const known = this.outages.get(subject);
    if (known) known.push(outage);
    else this.outages.set(subject, [outage]);
  }

  /** When each subject goes out, and when it is back. */
  moments(): { subject: number; at: number; begins: boolean }[] {
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

function rank({ kind }: FaultMoment): number {
  return ['change-address', 'cut-link', 'crash-device'].indexOf(kind);
}

/** What tells the moments of one kind apart: no two are at the same time and place, but for addresses of one device. */
function place(moment: FaultMoment): number {
  if (moment.kind === 'cut-link') return moment.link;
  return moment.device * 0x100000000 + (moment.kind === 'change-address' ? moment.address : 0);
}
