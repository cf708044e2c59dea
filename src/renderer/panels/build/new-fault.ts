import { session } from '../../session/lab-session.svelte';
import { selectedElements } from '../../view-model/selection';

/** The link that a new fault would be for: the one selected, or the lab's only one. */
export function linkForFault(): string | undefined {
  const { links } = selectedElements(session.selection);
  if (links.length === 1) return links[0];
  const [only, another] = session.document.links;
  return another === undefined ? only?.id : undefined;
}

function selectLatestFault(): void {
  session.selection = { kind: 'fault', index: (session.document.faults?.length ?? 1) - 1 };
}

/** Cuts a link for a second, a second into the run, and selects the fault for its times to be set. */
export function addCut(link: string): void {
  if (session.edit({ type: 'add-fault', fault: { kind: 'cut-link', link, at: '1s', until: '2s' } }).ok)
    selectLatestFault();
}

/** Drops the first frame that the link's first device sends into it, and selects the fault. */
export function addDrop(link: string): void {
  const from = session.document.links.find((one) => one.id === link)?.a.device;
  if (from === undefined) return;
  if (session.edit({ type: 'add-fault', fault: { kind: 'drop-packet', link, from, nth: [1] } }).ok)
    selectLatestFault();
}
