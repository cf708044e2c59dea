import type { LabDocument, Problem } from '../../shared/lab/document';
import { validateLab } from '../../shared/lab/parse';
import { session } from '../session/lab-session.svelte';
import { differInPlacesOnly } from '../view-model/editing/relevance';

function problemsOf(document: LabDocument): readonly Problem[] {
  const outcome = validateLab(document);
  return outcome.ok ? [] : outcome.problems;
}

/** What is wrong with the lab as it stands, beyond what each field refuses by itself. */
class LabProblems {
  private judged: { readonly document: LabDocument; readonly problems: readonly Problem[] } | undefined;

  private readonly found = $derived.by((): readonly Problem[] => {
    const { document } = session;
    // A drag makes a document a frame, each as valid as the last.
    if (!this.judged || !differInPlacesOnly(this.judged.document, document))
      this.judged = { document, problems: problemsOf(document) };
    return this.judged.problems;
  });

  get list(): readonly Problem[] {
    return this.found;
  }
}

export const labProblems = new LabProblems();
