import type { LabSession } from '../../../session/lab-session.svelte';
import type { IdentifiedKind } from '../../../editing/change-identifier';
import { sameSelection, selectElements, type Selection } from '../../../view-model/selection';

function selectionOf(kind: IdentifiedKind, id: string): Selection {
  if (kind === 'workload') return { kind, id };
  return kind === 'device' ? selectElements([id]) : selectElements([], [id]);
}

/**
 * Gives something another name; spaces become dashes. What was selected stays so. Answers what is allowed where the
 * name will not do.
 */
export function renamer(
  session: LabSession,
  kind: IdentifiedKind,
  id: string,
): (name: string) => string | undefined {
  return (name) => {
    const to = name.trim().replace(/\s+/g, '-');
    const wasSelected = sameSelection(session.selection, selectionOf(kind, id));
    const outcome = session.edit({ type: 'rename', of: kind, id, to });
    if (!outcome.ok) return outcome.allowed;
    if (wasSelected) session.selection = selectionOf(kind, to);
    return undefined;
  };
}
