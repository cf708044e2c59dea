import type { LabDocument, Remedy } from '../../shared/lab/document';
import { applyRemedy } from '../../shared/lab/remedies';
import { runsAlike } from './relevance';

export type RemedyState = 'possible' | 'in-place' | 'impossible';

/** Whether a remedy would change how the lab runs, already holds in it, or does not fit it as it is now. */
export function remedyState(document: LabDocument, remedy: Remedy): RemedyState {
  const outcome = applyRemedy(document, remedy);
  if (!outcome.ok) return 'impossible';
  return runsAlike(document, outcome.document) ? 'in-place' : 'possible';
}
