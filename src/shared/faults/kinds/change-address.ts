import { unknownName } from '../../schema/names';
import type { Problem } from '../../schema/problem';
import { nanosecondsOf } from '../../schema/quantities';
import { duration, identifier } from '../../schema/schema-parts';
import { defineFaultKind } from '../fault-kind';
import type { FaultSurroundings } from '../surroundings';

/** Somebody walks out of the reach of one network and into another's. */
export const changeAddress = defineFaultKind({
  kind: 'change-address',
  words: {
    title: 'Change address',
    about: 'A client with several links sends from another address of its own.',
  },
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
  describe: ({ link, at }) => `Sends over ${link} from ${at} on`,
});

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
