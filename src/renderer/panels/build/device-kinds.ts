import Monitor from '@lucide/svelte/icons/monitor';
import Router from '@lucide/svelte/icons/router';
import Server from '@lucide/svelte/icons/server';
import type { DeviceKind } from '../../../shared/lab/document';

/** What each kind of device is called, does and looks like. */
export const deviceKindViews = {
  client: { title: 'Client', does: 'asks', icon: Monitor },
  router: { title: 'Router', does: 'forwards', icon: Router },
  server: { title: 'Server', does: 'answers', icon: Server },
} as const satisfies Record<DeviceKind, unknown>;
