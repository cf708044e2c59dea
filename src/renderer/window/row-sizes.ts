import type { Mode } from '../session/run-view.svelte';

const storageKey = (mode: Mode) => `hoplab.lists.${mode}`;

/** Share of the height, in percent, and least height in pixels, of the lists under the stage at first. */
const usual = { build: { share: 22, least: 150 }, run: { share: 39, least: 290 } } as const;

/** The height of the lists that the user left them at in a mode, as a share of `available` pixels, in percent. */
export function listsShare(mode: Mode, available: number): number {
  const kept = Number(localStorage.getItem(storageKey(mode)));
  const { share, least } = usual[mode];
  return kept > 0 ? kept : Math.max(share, (100 * least) / available);
}

export function keepListsShare(mode: Mode, share: number): void {
  localStorage.setItem(storageKey(mode), share.toFixed(2));
}
