import { unknownName } from '../../schema/names';
import type { Problem } from '../../schema/problem';
import { identifier } from '../../schema/schema-parts';
import { defineFaultKind } from '../fault-kind';
import { describeOutage, outageProblems, outageSettings, resolveOutage } from '../outage';
import type { FaultSurroundings } from '../surroundings';

/** A host vanishes with all that it knew, and tells nobody. */
export const crashDevice = defineFaultKind({
  kind: 'crash-device',
  words: { title: 'Crash device', about: 'A host vanishes with all that it knew, and tells nobody.' },
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
  describe: (fault) => describeOutage('Gone', fault),
});

function hostProblems({ devices }: FaultSurroundings, id: string, path: string): Problem[] {
  const device = devices.find((one) => one.id === id);
  if (device?.isHost) return [];
  const hosts = devices.filter(({ isHost }) => isHost).map((host) => host.id);
  const problem = unknownName(`${path}.device`, id, 'host', hosts);
  return [device ? { ...problem, what: `${JSON.stringify(id)} is ${device.one}` } : problem];
}
