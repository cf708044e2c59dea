import { SvelteMap } from 'svelte/reactivity';

/** Which sections of the inspector are open: kept from one element to the next. */
class Sections {
  private readonly chosen = new SvelteMap<string, boolean>();

  isOpen(title: string, byDefault: boolean): boolean {
    return this.chosen.get(title) ?? byDefault;
  }
  set(title: string, open: boolean): void {
    this.chosen.set(title, open);
  }
}

export const sections = new Sections();
