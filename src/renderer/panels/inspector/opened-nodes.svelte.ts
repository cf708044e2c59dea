import { SvelteMap } from 'svelte/reactivity';

/** Which lines of the layer tree the user opened and closed: kept from packet to packet and when the panel goes. */
class OpenedNodes {
  private readonly byKey = new SvelteMap<string, boolean>();

  get all(): ReadonlyMap<string, boolean> {
    return this.byKey;
  }

  set(key: string, open: boolean): void {
    this.byKey.set(key, open);
  }
}

export const openedNodes = new OpenedNodes();
