import type { Policy } from '../policy';
import type { CongestionController } from './congestion-controller';

/** A congestion control: a policy, and what makes the controller of one sender. */
export interface CongestionControl<Name extends string = string> extends Policy<Name> {
  /** `segment`: what a packet carries at most, bytes; `initialSegments`: the initial window, which may be a fraction. */
  create(segment: number, initialSegments: number): CongestionController;
}

/** Gives a congestion control its name's type. */
export function defineCongestionControl<const Name extends string>(
  control: CongestionControl<Name>,
): CongestionControl<Name> {
  return control;
}
