import Monitor from '@lucide/svelte/icons/monitor';
import Move from '@lucide/svelte/icons/move';
import Server from '@lucide/svelte/icons/server';
import type { DeviceKind } from '../../../shared/lab/document';

/** What each kind of device is called, does and looks like. */
export const deviceKindViews = {
  client: { title: 'Client', does: 'asks', icon: Monitor },
  router: { title: 'Router', does: 'forwards', icon: Move },
  server: { title: 'Server', does: 'answers', icon: Server },
} as const satisfies Record<DeviceKind, unknown>;
