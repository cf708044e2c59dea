import type { AskingParameters } from '../traits/asking';
import type { CallingParameters } from '../traits/calling';

/** What a workload does, each apart from the others, and the numbers that belong to it. A kind has any of them, or none. */
export interface TraitParameters {
  /** Users ask for paths over HTTP, and are answered. */
  readonly asking: AskingParameters;
  /** One frame after the other, each of which is wanted at its moment. */
  readonly calling: CallingParameters;
}

export type WorkloadTrait = keyof TraitParameters;
