import type { HoplabBridge } from './messages';

declare global {
  interface Window {
    /** The renderer's only way out of its sandbox, put there by the preload script. */
    readonly hoplab: HoplabBridge;
  }
}
