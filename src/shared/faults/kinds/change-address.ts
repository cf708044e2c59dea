import { unknownName } from '../../schema/names';
import type { Problem } from '../../schema/problem';
import { nanosecondsOf } from '../../schema/quantities';
import { duration, identifier } from '../../schema/schema-parts';
import { defineFaultKind } from '../definition/fault-kind';
import { atField, choicesOf } from '../definition/forms';
import { usualOutage } from '../definition/outage';
import type { FaultSurroundings } from '../definition/surroundings';

/** Somebody walks out of the reach of one network and into another's. */
export const changeAddress = defineFaultKind({
  kind: 'change-address',
  words: {
    title: 'Change address',
    about: 'A client with several links sends from another address of its own.',
    offer: { act: 'Change address', wants: 'a client with several links' },
  },
  icon: 'm16 3 4 4-4 4M20 7H4M8 21l-4-4 4-4M4 17h16',
  strikes: 'device',
  traits: [],
  settings: {
    /** A client with several links: from then on it sends from its address on this one. */
    device: identifier,
    link: identifier,
    at: duration,
  },
  problems: (fault, path, surroundings) => moveProblems(surroundings, fault, path),
  resolve: ({ device, link, at }, places) => ({
    device: places.device(device),
    address: places.address(link, device),
    at: nanosecondsOf(at, '0s'),
  }),
  subjects: movingDevices,
  begin: (device, surroundings) => {
    const link = movingLinks(surroundings, device)[1];
    return link === undefined ? undefined : { device, link, at: usualOutage.at };
  },
  places: ({ device }, surroundings) => {
    return [
      { member: 'device', label: 'Client', choices: choicesOf(movingDevices(surroundings)) },
      { member: 'link', label: 'To its address on', choices: choicesOf(movingLinks(surroundings, device)) },
    ];
  },
  fields: () => [atField('Moves at')],
  describe: ({ link, at }) => `Sends over ${link} from ${at} on`,
});

/** Devices where users sit that have several links. */
function movingDevices({ devices, links }: FaultSurroundings): string[] {
  const counts = new Map<string, number>();
  for (const end of links.flatMap(({ ends }) => ends)) counts.set(end, (counts.get(end) ?? 0) + 1);
  return devices.filter(({ id, opens }) => opens && (counts.get(id) ?? 0) > 1).map(({ id }) => id);
}

/** The links of a device that can change its address; none of one that cannot. */
function movingLinks({ devices, links }: FaultSurroundings, device: string): string[] {
  if (!devices.some(({ id, opens }) => opens && id === device)) return [];
  const own = links.filter(({ ends }) => ends.includes(device)).map(({ id }) => id);
  return own.length > 1 ? own : [];
}

function moveProblems(
  { devices, links }: FaultSurroundings,
  fault: { readonly device: string; readonly link: string },
  path: string,
): Problem[] {
  const device = devices.find(({ id }) => id === fault.device);
  if (!device?.opens) {
    const clients = devices.filter(({ opens }) => opens).map(({ id }) => id);
    const problem = unknownName(`${path}.device`, fault.device, 'client', clients);
    return [device ? { ...problem, what: `${JSON.stringify(fault.device)} is ${device.one}` } : problem];
  }
  const own = links.filter(({ ends }) => ends.includes(device.id)).map(({ id }) => id);
  if (!own.includes(fault.link))
    return [unknownName(`${path}.link`, fault.link, `link of ${device.id}`, own)];
  if (own.length > 1) return [];
  const what = `${JSON.stringify(device.id)} has no other link`;
  return [{ path: `${path}.device`, what, allowed: 'a client with several links' }];
}
