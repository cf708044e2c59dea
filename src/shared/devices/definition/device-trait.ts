import type { ForwardingParameters } from '../traits/forwarding';
import type { HostParameters } from '../traits/host';
import type { OpeningParameters } from '../traits/opening';
import type { ServingParameters } from '../traits/serving';

/**
 * What a device can do, each apart from the others, and the numbers that each needs in a run. A kind has any of them,
 * but that those who open or serve are hosts.
 */
export interface TraitParameters {
  /** It passes on what is not for itself, from one of its links to another. */
  readonly forwarding: ForwardingParameters;
  /** It has transports: it takes in what is for its addresses, holds connections, and loses them in a crash. */
  readonly host: HostParameters;
  /** Workloads start at it: somebody sits there who asks. */
  readonly opening: OpeningParameters;
  /** Workloads go to it: it listens, and has pages. */
  readonly serving: ServingParameters;
}

export type DeviceTrait = keyof TraitParameters;
