import type { ClaimResult } from '../../shared/lab/claims';
import type { LabDocument } from '../../shared/lab/document';
import { runsAlike } from '../editing/relevance';

/** A run's claims, held against its trace. */
export interface MeasuredRun {
  readonly document: LabDocument;
  readonly results: readonly ClaimResult[];
}

/** What the claims came to in the run shown, and in the run before it where that was of another lab than this one. */
export class MeasuredClaims {
  private latest = $state.raw<MeasuredRun>();
  private earlier = $state.raw<MeasuredRun>();
  private refusal = $state.raw<string>();

  /** The run shown; undefined until it is over and measured. */
  get now(): MeasuredRun | undefined {
    return this.latest;
  }
  /** What to compare it with: the last run that was measured before the lab was changed. */
  get before(): MeasuredRun | undefined {
    return this.earlier;
  }
  /** Why they could not be measured. */
  get failure(): string | undefined {
    return this.refusal;
  }

  /** A run of `document` begins. */
  begin(document: LabDocument): void {
    if (this.latest && !runsAlike(this.latest.document, document)) this.earlier = this.latest;
    this.latest = undefined;
    this.refusal = undefined;
  }

  /** Asks main about a run that is over. `isShown` tells whether it is still the one shown when the answer comes. */
  async measure(run: number, document: LabDocument, isShown: () => boolean): Promise<void> {
    if ((document.claims ?? []).length === 0) return;
    try {
      const results = await window.hoplab.claims(run);
      if (results && isShown()) this.latest = { document, results };
    } catch (error) {
      if (isShown()) this.refusal = error instanceof Error ? error.message : String(error);
    }
  }

  /** Another lab is open. */
  forget(): void {
    this.latest = undefined;
    this.earlier = undefined;
    this.refusal = undefined;
  }
}
