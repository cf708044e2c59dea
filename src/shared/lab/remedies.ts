import * as v from 'valibot';
import { LabDocumentSchema, type LabDocument, type Problem, type Remedy } from './document';
import { meaningProblems } from './meaning';
import { setValue } from './set-value';
import { shapeProblems } from './shape';

export type RemedyOutcome =
  | { readonly ok: true; readonly document: LabDocument }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The document with a remedy's settings in place. Fails where a path leads nowhere, or where the result has problems
 * that the document did not have before; the problems' paths are those of the settings.
 */
export function applyRemedy(document: LabDocument, remedy: Remedy): RemedyOutcome {
  const changed: unknown = JSON.parse(JSON.stringify(document));
  const misplaced = remedy.set.flatMap(({ path, value }) => setValue(changed, path, value) ?? []);
  const problems = misplaced.length > 0 ? misplaced : shapeProblems(LabDocumentSchema, changed);
  if (problems.length > 0) return { ok: false, problems };
  const next = v.parse(LabDocumentSchema, changed);
  const known = new Set(meaningProblems(document).map(lineOf));
  const caused = meaningProblems(next).filter((problem) => !known.has(lineOf(problem)));
  return caused.length > 0 ? { ok: false, problems: caused } : { ok: true, document: next };
}

const lineOf = ({ path, what }: Problem) => `${path}: ${what}`;

/** What is wrong with the remedies of a document of the right shape. */
export function remedyProblems(document: LabDocument): Problem[] {
  return (document.remedies ?? []).flatMap((remedy, index) => {
    const outcome = applyRemedy(document, remedy);
    if (outcome.ok) return [];
    return outcome.problems.map(({ path, what, allowed }) => ({
      path: `remedies[${index}]`,
      what: `${path}: ${what}`,
      allowed,
    }));
  });
}

/** The document without the remedies that it can no longer take: what they set is gone. */
export function withoutLostRemedies(document: LabDocument): LabDocument {
  const { remedies } = document;
  if (!remedies) return document;
  const kept = remedies.filter((remedy) => applyRemedy(document, remedy).ok);
  return kept.length === remedies.length ? document : { ...document, remedies: kept };
}
