import type { ClaimResult } from '../../../shared/lab/claims';
import type { Claim } from '../../../shared/lab/document';

/**
 * How a claim stands: not measured yet; as claimed; not as claimed; or no longer as claimed, because the lab was
 * changed since the run in which it was.
 */
export type ClaimStanding = 'unmeasured' | 'holds' | 'falls-short' | 'no-longer';

export interface ClaimLine {
  readonly id: string;
  readonly says: string;
  readonly source: string | undefined;
  readonly standing: ClaimStanding;
  /** What was measured in the run shown. */
  readonly measured: string | undefined;
  /** What was claimed, where it is not what was measured. */
  readonly expected: string | undefined;
  /** What was measured in the run before, where that came to something else. */
  readonly before: string | undefined;
}

/** The claims of a lab beside what the latest run and the one before the last change came to. */
export function claimLines(
  claims: readonly Claim[],
  now: readonly ClaimResult[] | undefined,
  before: readonly ClaimResult[] | undefined,
): ClaimLine[] {
  return claims.map(({ id, says, source }) => {
    const result = now?.find(({ claim }) => claim === id);
    const earlier = before?.find(({ claim }) => claim === id);
    return {
      id,
      says,
      source,
      standing: standingOf(result, earlier),
      measured: result?.measuredText,
      expected: result && result.expectedText !== result.measuredText ? result.expectedText : undefined,
      before: result && earlier?.measuredText !== result.measuredText ? earlier?.measuredText : undefined,
    };
  });
}

function standingOf(now: ClaimResult | undefined, before: ClaimResult | undefined): ClaimStanding {
  if (!now) return 'unmeasured';
  if (now.ok) return 'holds';
  return before?.ok ? 'no-longer' : 'falls-short';
}
