import { unknownName } from '../../schema/names';
import type { Problem } from '../../schema/problem';
import { identifier } from '../../schema/schema-parts';
import { defineFaultKind } from '../definition/fault-kind';
import { atField, choicesOf, untilField } from '../definition/forms';
import {
  describeOutage,
  outageProblems,
  outageSettings,
  resolveOutage,
  usualOutage,
} from '../definition/outage';
import type { FaultSurroundings } from '../definition/surroundings';

/** A host vanishes with all that it knew, and tells nobody. */
export const crashDevice = defineFaultKind({
  kind: 'crash-device',
  words: {
    title: 'Crash device',
    about: 'A host vanishes with all that it knew, and tells nobody.',
    offer: { act: 'Crash', wants: 'a client or server' },
  },
  icon: 'M18.36 6.64A9 9 0 0 1 20.77 15M6.16 6.16a9 9 0 1 0 12.68 12.68M12 2v4M2 2l20 20',
  strikes: 'device',
  traits: ['crashing'],
  settings: {
    /** A client or server: it vanishes with all that it knew, and tells nobody. */
    device: identifier,
    ...outageSettings,
  },
  problems: (fault, path, surroundings) => [
    ...hostProblems(surroundings, fault.device, path),
    ...outageProblems(fault, 'it crashes', path),
  ],
  resolve: (fault, places) => ({
    crashing: { device: places.device(fault.device), ...resolveOutage(fault) },
  }),
  subjects: hostsIn,
  begin: (device) => ({ device, ...usualOutage }),
  places: (_, surroundings) => [
    { member: 'device', label: 'Device', choices: choicesOf(hostsIn(surroundings)) },
  ],
  fields: () => [atField('Gone at'), untilField('Back at')],
  describe: (fault) => describeOutage('Gone', fault),
});

/** Devices that have something to forget. */
function hostsIn({ devices }: FaultSurroundings): string[] {
  return devices.filter(({ isHost }) => isHost).map(({ id }) => id);
}

function hostProblems(surroundings: FaultSurroundings, id: string, path: string): Problem[] {
  const { devices } = surroundings;
  const device = devices.find((one) => one.id === id);
  if (device?.isHost) return [];
  const problem = unknownName(`${path}.device`, id, 'host', hostsIn(surroundings));
  return [device ? { ...problem, what: `${JSON.stringify(id)} is ${device.one}` } : problem];
}
