import { defineDeviceKind } from '../definition/device-kind';
import { hostProblems, hostSettings, resolveHost } from '../traits/host';
import { openingSettings, resolveOpening } from '../traits/opening';

/** Where users sit. */
export const client = defineDeviceKind({
  kind: 'client',
  words: {
    title: 'Client',
    one: 'a client',
    many: 'clients',
    does: 'asks',
    about: 'Opens connections and asks: what users do begins here.',
  },
  icon: 'M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-16a2 2 0 0 1-2-2v-10a2 2 0 0 1 2-2zM8 21h8M12 17v4',
  accent: 'accent',
  settings: { ...hostSettings, ...openingSettings },
  traits: ['host', 'opening'],
  fields: [],
  problems: hostProblems,
  resolve: (device) => ({ host: resolveHost(device), opening: resolveOpening(device) }),
});
