import * as v from 'valibot';
import { LabDocumentSchema, type LabDocument, type Problem } from './document';
import { meaningProblems } from './meaning';
import { migrateLab } from './migrate';
import { remedyProblems } from './remedies';
import { meaningBesides } from './repair';
import { shapeProblems } from './shape';

export type LabOutcome =
  | {
      readonly ok: true;
      readonly document: LabDocument;
      /** The version that it was written in, where that was an older one. */
      readonly migratedFrom?: number;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * What a lab is wanted for. One that is half built, with a request that has no way to its server yet, cannot run but can be kept: saved
 * and opened again.
 */
export type LabUse = 'run' | 'keep';

function plain({ path, what, allowed }: Problem): Problem {
  return { path, what, allowed };
}

/**
 * Holds any value against all that a lab document must be, and tells all problems at once: those of its shape and
 * those of its meaning. Never throws on a JSON value. The document that it returns is a copy
 * with its members in the schema's order.
 */
export function validateLab(value: unknown, use: LabUse = 'run'): LabOutcome {
  const migrated = migrateLab(value);
  if (!migrated.ok) return { ok: false, problems: [migrated.problem] };
  const shape = shapeProblems(LabDocumentSchema, migrated.value);
  if (shape.length > 0)
    return { ok: false, problems: [...shape, ...meaningBesides(migrated.value, shape)].map(plain) };
  const document = v.parse(LabDocumentSchema, migrated.value);
  const meaning = meaningProblems(document).filter((problem) => use === 'run' || !problem.isRoute);
  const problems = [...meaning.map(plain), ...remedyProblems(document)];
  if (problems.length > 0) return { ok: false, problems };
  return migrated.migratedFrom === undefined
    ? { ok: true, document }
    : { ok: true, document, migratedFrom: migrated.migratedFrom };
}
