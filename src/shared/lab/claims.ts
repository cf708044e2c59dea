import {
  allowedDuration,
  allowedRate,
  allowedShare,
  allowedSize,
  parseDuration,
  parseRate,
  parseShare,
  parseSize,
} from '../units/units';
import { withSuggestion } from '../schema/did-you-mean';
import type { Claim, LabDocument, Problem } from './document';
import { findMeasure, measureNames, type MeasureDescription, type MeasureUnit } from './measures';
import { quoteValue } from '../schema/problem';

/** A figure in its measure's base unit (nanoseconds, bits per second, bytes, a fraction, a count) or a text. */
export type Figure = number | string;

/** A claim with its figures in numbers and its target settled. */
export interface ResolvedClaim {
  readonly claim: Claim;
  readonly description: MeasureDescription;
  /** The id of what it is taken of; undefined: of the run. */
  readonly target: string | undefined;
  readonly equals: Figure | undefined;
  /** 0 unless the claim says otherwise. */
  readonly within: number;
  readonly atLeast: number | undefined;
  readonly atMost: number | undefined;
}

/** A claim held against what was measured; figures are in the measure's base unit. */
export interface ClaimResult {
  /** The claim's id. */
  readonly claim: string;
  readonly says: string;
  readonly source: string | null;
  readonly measure: string;
  /** What it was taken of: the id of a workload, device or link; null: of the run. */
  readonly of: string | null;
  /** Unit of `expected` and `measured`: ns, bit/s, byte, fraction, count or text. */
  readonly unit: string;
  readonly expected: {
    readonly equals?: Figure;
    readonly within?: number;
    readonly atLeast?: number;
    readonly atMost?: number;
  };
  /** null: the run never came to it. */
  readonly measured: Figure | null;
  readonly expectedText: string;
  readonly measuredText: string;
  readonly ok: boolean;
}

type FigureName = 'equals' | 'within' | 'atLeast' | 'atMost';
const targetNames = ['workload', 'device', 'link'] as const;

const allowedFigures: Readonly<Record<MeasureUnit, string>> = {
  duration: allowedDuration,
  rate: allowedRate,
  size: allowedSize,
  share: allowedShare,
  count: 'a number, not negative',
  text: 'a text',
};

/** A figure as a claim writes it, in the base unit of a measure; undefined when it cannot be read so. */
export function readFigure(value: unknown, unit: MeasureUnit): Figure | undefined {
  if (unit === 'count') return typeof value === 'number' && value >= 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (unit === 'text') return value;
  const parse = { duration: parseDuration, rate: parseRate, size: parseSize, share: parseShare }[unit];
  const parsed = parse(value);
  return parsed.ok ? parsed.value : undefined;
}

/** What is wrong with a claim: its measure, its target, its figures. */
export function claimProblems(document: LabDocument, claim: Claim, path: string): Problem[] {
  const description = findMeasure(claim.measure);
  if (!description) {
    const allowed = withSuggestion(measureNames.join(', '), claim.measure, measureNames);
    return [{ path: `${path}.measure`, what: `${JSON.stringify(claim.measure)} is no measure`, allowed }];
  }
  return [...targetProblems(document, claim, description, path), ...figureProblems(claim, description, path)];
}

/** What a claim says, in numbers. The document must be valid. */
export function resolveClaim(document: LabDocument, claim: Claim): ResolvedClaim {
  const description = findMeasure(claim.measure);
  if (!description) throw new TypeError(`no measure is called ${claim.measure}`);
  const number = (name: FigureName): number | undefined => {
    const figure = readFigure(claim[name], description.unit);
    return typeof figure === 'number' ? figure : undefined;
  };
  return {
    claim,
    description,
    target: targetOf(document, claim, description),
    equals: claim.equals === undefined ? undefined : readFigure(claim.equals, description.unit),
    within: number('within') ?? 0,
    atLeast: number('atLeast'),
    atMost: number('atMost'),
  };
}

/** What a claim is about that does not say so, and of which kind: the only such thing of the document. */
export function impliedTarget(
  document: LabDocument,
  claim: Claim,
): { readonly of: 'workload' | 'device' | 'link'; readonly id: string } | undefined {
  const of = findMeasure(claim.measure)?.of;
  if (of === undefined || of === 'run' || claim[of] !== undefined) return undefined;
  const [id, another] = candidatesFor(document, of);
  return id === undefined || another !== undefined ? undefined : { of, id };
}

/** What a claim is about; where the document has only one such thing, it need not be named. */
function targetOf(document: LabDocument, claim: Claim, description: MeasureDescription): string | undefined {
  if (description.of === 'run') return undefined;
  const candidates = candidatesFor(document, description.of);
  return claim[description.of] ?? (candidates.length === 1 ? candidates[0] : undefined);
}

function candidatesFor(document: LabDocument, of: (typeof targetNames)[number]): string[] {
  const things = { workload: document.workloads ?? [], device: document.devices, link: document.links }[of];
  return things.map(({ id }) => id);
}

function targetProblems(
  document: LabDocument,
  claim: Claim,
  description: MeasureDescription,
  path: string,
): Problem[] {
  const problems: Problem[] = [];
  for (const name of targetNames) {
    if (name === description.of || claim[name] === undefined) continue;
    const allowed =
      description.of === 'run' ? 'nothing: it is of the whole run' : `a ${description.of} instead`;
    problems.push({ path: `${path}.${name}`, what: `${claim.measure} is not taken of a ${name}`, allowed });
  }
  if (description.of === 'run') return problems;
  const given = claim[description.of];
  const candidates = candidatesFor(document, description.of);
  if (given === undefined ? candidates.length === 1 : candidates.includes(given)) return problems;
  const what = given === undefined ? 'missing' : `${JSON.stringify(given)} is no ${description.of}`;
  const allowed =
    candidates.length === 0 ? `there is no ${description.of}` : candidates.slice(0, 12).join(', ');
  problems.push({
    path: `${path}.${description.of}`,
    what,
    allowed: withSuggestion(allowed, given, candidates),
  });
  return problems;
}

function figureProblems(claim: Claim, description: MeasureDescription, path: string): Problem[] {
  const problems: Problem[] = [];
  const isText = description.unit === 'text';
  for (const name of ['equals', 'within', 'atLeast', 'atMost'] as const) {
    const value = claim[name];
    if (value === undefined) continue;
    if (isText && name !== 'equals') {
      problems.push({
        path: `${path}.${name}`,
        what: quoteValue(value),
        allowed: 'equals alone: the measure is a text',
      });
    } else if (readFigure(value, description.unit) === undefined) {
      problems.push({
        path: `${path}.${name}`,
        what: quoteValue(value),
        allowed: allowedFigures[description.unit],
      });
    }
  }
  if (claim.within !== undefined && claim.equals === undefined)
    problems.push({
      path: `${path}.within`,
      what: 'without equals',
      allowed: 'equals and within, or atLeast and atMost',
    });
  if (claim.equals === undefined && claim.atLeast === undefined && claim.atMost === undefined)
    problems.push({
      path: `${path}.equals`,
      what: 'missing',
      allowed: 'equals, atLeast or atMost: a claim says a figure',
    });
  return problems;
}
