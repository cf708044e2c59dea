import { withSuggestion } from '../../schema/did-you-mean';
import { unknownName } from '../../schema/names';
import type { Problem } from '../../schema/problem';
import { identifier, requestPath, whole } from '../../schema/schema-parts';
import { defineFaultKind } from '../fault-kind';
import { linkProblems, senderProblems } from '../references';
import type { FaultSurroundings } from '../surroundings';

interface LostByte {
  readonly workload: string;
  readonly path: string;
  readonly byte: number;
}

/** The packet is lost that carries a certain byte of a response, whatever HTTP it comes over. */
export const dropResponse = defineFaultKind({
  kind: 'drop-response',
  words: {
    title: 'Lose part of a response',
    about: 'The packet is lost that carries a byte of a response for the first time.',
  },
  strikes: 'link',
  traits: [],
  settings: {
    link: identifier,
    /** The sending device. */
    from: identifier,
    /** Whose response: the first that the workload gets for the path. */
    workload: identifier,
    path: requestPath,
    /** The packet is lost that carries this byte of the body for the first time, counted from 0. */
    byte: whole(0, 1e12),
  },
  problems: (fault, path, surroundings) => [
    ...linkProblems(surroundings, fault.link, path),
    ...senderProblems(surroundings, fault, path),
    ...responseProblems(surroundings, fault, path),
  ],
  resolve: ({ link, from, workload, path, byte }, places) => ({
    direction: places.direction(link, from),
    workload: places.workload(workload),
    path,
    byte,
  }),
  describe: ({ byte, path, workload }) => `Drops byte ${byte} of ${path} for ${workload}`,
});

/** A response that the workload never asks for, or that has no such byte. */
function responseProblems(surroundings: FaultSurroundings, fault: LostByte, path: string): Problem[] {
  const { asking } = surroundings;
  const workload = asking.find(({ id }) => id === fault.workload);
  if (!workload) {
    const names = asking.map(({ id }) => id);
    return [unknownName(`${path}.workload`, fault.workload, 'workload with responses', names)];
  }
  if (!workload.paths.includes(fault.path)) {
    const what = `${JSON.stringify(fault.path)} is not what ${JSON.stringify(workload.id)} asks for`;
    const allowed = withSuggestion(workload.paths.slice(0, 12).join(', '), fault.path, workload.paths);
    return [{ path: `${path}.path`, what, allowed }];
  }
  const size = surroundings.sizeServed(workload.to, fault.path);
  if (size === 'nothing') {
    const what = `${JSON.stringify(fault.path)} is no page of ${JSON.stringify(workload.to)}`;
    return [{ path: `${path}.path`, what, allowed: 'a page that the server has' }];
  }
  if (size === undefined || fault.byte < size) return [];
  const allowed = size === 0 ? 'nothing: the body is empty' : `a byte from 0 to ${size - 1}`;
  return [{ path: `${path}.byte`, what: String(fault.byte), allowed }];
}
