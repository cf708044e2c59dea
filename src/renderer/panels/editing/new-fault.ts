import type { FaultKind } from '../../../shared/lab/document';
import { faultKind, faultKinds } from '../../../shared/faults/fault';
import type { FaultWords } from '../../../shared/faults/definition/fault-kind';
import { surroundingsIn } from '../../../shared/lab/surroundings';
import type { LabSession } from '../../session/lab-session.svelte';
import { newFault } from '../../editing/faults';
import { selectedElements } from '../../view-model/selection';

/** A kind of fault that can be added. */
export interface AddableFault {
  readonly kind: FaultKind;
  readonly words: FaultWords;
  /** The device or link that it would be of; undefined: that has to be selected first. */
  readonly subject: string | undefined;
}

/** What can be added to a device or link. */
export function faultsFor(session: LabSession, strikes: 'device' | 'link', subject: string): AddableFault[] {
  return faultsOf(session, (own, subjects) =>
    own === strikes && subjects.includes(subject) ? subject : null,
  );
}

/**
 * What can be added somewhere in the lab: to what is selected, or where nothing is, to the only device or link that there
 * is for it. What the lab has nothing for is left out.
 */
export function addableFaults(session: LabSession): AddableFault[] {
  const { devices, links } = selectedElements(session.selection);
  return faultsOf(session, (strikes, subjects) => {
    if (subjects.length === 0) return null;
    const selected = strikes === 'link' ? links : devices;
    const [only, another] = selected.length > 0 ? selected : subjects;
    return another === undefined && only !== undefined && subjects.includes(only) ? only : undefined;
  });
}

/** The kinds of fault, each with its subject; null: there is nothing for it, so that it is left out. */
function faultsOf(
  session: LabSession,
  subjectOf: (strikes: 'device' | 'link', subjects: readonly string[]) => string | undefined | null,
): AddableFault[] {
  const surroundings = surroundingsIn(session.document);
  return faultKinds.flatMap((kind) => {
    const module = faultKind(kind);
    const subject = subjectOf(module.strikes, module.subjects(surroundings));
    return subject === null ? [] : [{ kind, words: module.words, subject }];
  });
}

/** Adds a fault and selects it, so that its form is shown. */
export function addFault(session: LabSession, kind: FaultKind, subject: string): void {
  const fault = newFault(session.document, kind, subject);
  if (fault && session.edit({ type: 'add-fault', fault }).ok)
    session.selection = { kind: 'fault', index: (session.document.faults?.length ?? 1) - 1 };
}
