import type { Problem } from '../../shared/lab/document';
import { validateLab } from '../../shared/lab/parse';
import { session } from '../session/lab-session.svelte';

/** What is wrong with the lab as it stands, beyond what each field refuses by itself. */
class LabProblems {
  private readonly found = $derived.by((): readonly Problem[] => {
    const outcome = validateLab(session.document);
    return outcome.ok ? [] : outcome.problems;
  });

  get list(): readonly Problem[] {
    return this.found;
  }
}

export const labProblems = new LabProblems();
