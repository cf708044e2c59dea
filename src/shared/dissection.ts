import type { DissectedLayer } from '../wire/dissection/layer';

export type { DissectedField, DissectedLayer } from '../wire/dissection/layer';

/** A packet's bytes and what they mean, as the inspector shows it. */
export interface Dissection {
  readonly packet: number;
  readonly bytes: Uint8Array;
  /** Outermost first: frame, Ethernet, IPv4, TCP, HTTP. */
  readonly layers: readonly DissectedLayer[];
}
