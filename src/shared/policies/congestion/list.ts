import { policyRegistry } from '../policy';
import { cubic } from './cubic';
import { newReno } from './newreno';
import { unlimited } from './none';

/** Every congestion control that there is, for TCP and QUIC alike, in the order in which they are offered. Nothing else names them all. */
const list = [cubic, newReno, unlimited] as const;

export const congestionControls = policyRegistry(list);
export type CongestionControlName = (typeof list)[number]['name'];
