import { defineDeviceKind } from '../definition/device-kind';
import { forwardingFields, forwardingSettings, resolveForwarding } from '../traits/forwarding';

/** What joins links (RFC 1812). */
export const router = defineDeviceKind({
  kind: 'router',
  words: {
    title: 'Router',
    one: 'a router',
    many: 'routers',
    does: 'forwards',
    about: 'Passes on what comes in by one link, by the link that leads to its address.',
  },
  icon: 'M12 2v20M15 19l-3 3-3-3M19 9l3 3-3 3M2 12h20M5 9l-3 3 3 3M9 5l3-3 3 3',
  accent: 'accent',
  settings: forwardingSettings,
  traits: ['forwarding'],
  fields: forwardingFields,
  problems: () => [],
  resolve: (device) => ({ forwarding: resolveForwarding(device) }),
});
