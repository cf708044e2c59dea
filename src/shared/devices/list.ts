import { client } from './kinds/client';
import { router } from './kinds/router';
import { server } from './kinds/server';

/** Every kind of device that there is, in the order in which they are offered. Nothing else names them all. */
export const deviceKindList = [client, router, server] as const;
