import { resolveClaim, type ClaimResult, type Figure, type ResolvedClaim } from '../../shared/lab/claims';
import type { LabDocument } from '../../shared/lab/document';
import type { MeasureName, MeasureUnit } from '../../shared/lab/measures';
import { formatDuration, formatRate, formatSize } from '../../shared/units/units';
import { measures } from './measures';
import type { Observations } from './observations';

const unitNames: Readonly<Record<MeasureUnit, string>> = {
  duration: 'ns',
  rate: 'bit/s',
  size: 'byte',
  share: 'fraction',
  count: 'count',
  text: 'text',
};

/** Holds each claim of a valid document against a run of it. */
export function claimResults(document: LabDocument, observations: Observations): ClaimResult[] {
  return (document.claims ?? []).map((claim) => holdClaim(resolveClaim(document, claim), observations));
}

function holdClaim(resolved: ResolvedClaim, observations: Observations): ClaimResult {
  const { claim, description, target } = resolved;
  const index = targetIndex(observations, description.of, target);
  const measured = measures[claim.measure as MeasureName](observations, index) ?? null;
  return {
    claim: claim.id,
    says: claim.says,
    source: claim.source ?? null,
    measure: claim.measure,
    of: target ?? null,
    unit: unitNames[description.unit],
    expected: {
      ...(resolved.equals === undefined ? {} : { equals: resolved.equals }),
      ...(resolved.within === 0 ? {} : { within: resolved.within }),
      ...(resolved.atLeast === undefined ? {} : { atLeast: resolved.atLeast }),
      ...(resolved.atMost === undefined ? {} : { atMost: resolved.atMost }),
    },
    measured,
    expectedText: expectedText(resolved),
    measuredText: measured === null ? 'nothing to measure' : formatFigure(measured, description.unit),
    ok: measured !== null && holds(resolved, measured),
  };
}

function targetIndex(observations: Observations, of: string, id: string | undefined): number {
  const { lab } = observations;
  const things = { workload: lab.workloads, device: lab.devices, link: lab.links, run: [] }[of] ?? [];
  return things.findIndex((thing) => thing.id === id);
}

function holds(resolved: ResolvedClaim, measured: Figure): boolean {
  const { equals, within, atLeast, atMost } = resolved;
  if (typeof measured === 'string') return measured === equals;
  return (
    (equals === undefined || Math.abs(measured - Number(equals)) <= within) &&
    (atLeast === undefined || measured >= atLeast) &&
    (atMost === undefined || measured <= atMost)
  );
}

/** A figure in its unit, for people. */
export function formatFigure(figure: Figure, unit: MeasureUnit): string {
  if (typeof figure === 'string') return figure;
  if (unit === 'duration') return formatDuration(figure);
  if (unit === 'rate') return formatRate(figure);
  if (unit === 'size') return formatSize(figure);
  if (unit === 'share') return `${Number((figure * 100).toFixed(2))}%`;
  return String(Number.isInteger(figure) ? figure : Number(figure.toPrecision(4)));
}

function expectedText({ equals, within, atLeast, atMost, description }: ResolvedClaim): string {
  const format = (figure: Figure) => formatFigure(figure, description.unit);
  const parts: string[] = [];
  if (equals !== undefined) parts.push(within > 0 ? `${format(equals)} ± ${format(within)}` : format(equals));
  if (atLeast !== undefined) parts.push(`at least ${format(atLeast)}`);
  if (atMost !== undefined) parts.push(`at most ${format(atMost)}`);
  return parts.join(', ');
}
