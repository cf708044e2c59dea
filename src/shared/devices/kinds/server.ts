import { defineDeviceKind } from '../definition/device-kind';
import { hostProblems, hostSettings, resolveHost } from '../traits/host';
import { resolveServing, servingFields, servingProblems, servingSettings } from '../traits/serving';

/** Where pages are. */
export const server = defineDeviceKind({
  kind: 'server',
  words: {
    title: 'Server',
    one: 'a server',
    many: 'servers',
    does: 'answers',
    about: 'Listens, and answers what it is asked for.',
  },
  icon: 'M4 2h16a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-16a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2zM4 14h16a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-16a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2zM6 6h.01M6 18h.01',
  accent: 'ok',
  settings: { ...hostSettings, ...servingSettings },
  traits: ['host', 'serving'],
  fields: servingFields,
  problems: (device, path) => [...hostProblems(device, path), ...servingProblems(device, path)],
  resolve: (device) => ({ host: resolveHost(device), serving: resolveServing(device) }),
});
