import { httpGet } from './kinds/http-get';
import { media } from './kinds/media';
import { pageLoad } from './kinds/page-load';
import { synFlood } from './kinds/syn-flood';

/** Every kind of workload that there is, in the order in which they are offered. Nothing else names them all. */
export const workloadKindList = [httpGet, pageLoad, media, synFlood] as const;
