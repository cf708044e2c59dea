import type { Mode } from '../session/lab-session.svelte';

const storageKey = (mode: Mode) => `hoplab.lists.${mode}`;

/** How high, in pixels, the lists under the stage are at first: a run's show more. */
const usual: Readonly<Record<Mode, number>> = { build: 190, run: 320 };

/** The height of the lists that the user left them at in a mode, pixels. */
export function listsHeight(mode: Mode): number {
  const kept = Number(localStorage.getItem(storageKey(mode)));
  return kept > 0 ? kept : usual[mode];
}

export function keepListsHeight(mode: Mode, pixels: number): void {
  localStorage.setItem(storageKey(mode), String(Math.round(pixels)));
}
