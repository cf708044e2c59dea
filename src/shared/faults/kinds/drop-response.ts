import { withSuggestion } from '../../schema/did-you-mean';
import { unknownName } from '../../schema/names';
import type { ParameterField } from '../../schema/parameter-field';
import type { Problem } from '../../schema/problem';
import { identifier, requestPath, whole } from '../../schema/schema-parts';
import { allLinks, anyLink, choicesOf, senderField } from '../definition/forms';
import { defineFaultKind } from '../definition/fault-kind';
import { linkProblems, senderProblems } from '../definition/references';
import type { FaultSurroundings } from '../definition/surroundings';

interface LostByte {
  readonly workload: string;
  readonly path: string;
  readonly byte: number;
}

/** The packet is lost that carries a certain byte of a response, whatever HTTP it comes over. */
export const dropResponse = defineFaultKind({
  kind: 'drop-response',
  words: {
    title: 'Lose a response',
    about: 'The packet is lost that carries a byte of a response for the first time.',
    offer: { act: 'Lose a response', wants: 'a link' },
  },
  icon: 'M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2zM14 2v5a1 1 0 0 0 1 1h5M14.5 12.5l-5 5M9.5 12.5l5 5',
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
  subjects: (surroundings) => (surroundings.asking.length > 0 ? allLinks(surroundings) : []),
  begin: beginResponseLoss,
  places: (_, surroundings) => [anyLink(surroundings)],
  fields: ({ link, workload }, surroundings) => [
    senderField(surroundings, link),
    ...responseFields(surroundings, workload),
  ],
  describe: ({ byte, path, workload }) => `Drops byte ${byte} of ${path} for ${workload}`,
});

/**
 * The loss of the packet that has the middle byte of the first response that comes over a link; undefined where nobody
 * asks for anything. The sender is the link's end nearer to the server.
 */
function beginResponseLoss(link: string, surroundings: FaultSurroundings) {
  const [workload] = surroundings.asking;
  const ends = surroundings.links.find(({ id }) => id === link)?.ends;
  if (!workload || !ends) return undefined;
  const sizeOf = (path: string) => surroundings.sizeServed(workload.to, path);
  const path = workload.paths.find((one) => typeof sizeOf(one) === 'number') ?? workload.paths[0] ?? '/';
  const size = sizeOf(path);
  const byte = typeof size === 'number' ? Math.floor(size / 2) : 0;
  const from = surroundings.nearerEnd(link, workload.to) ?? ends[0];
  return { link, from, workload: workload.id, path, byte };
}

/** Whose response loses a packet, and at which byte. */
function responseFields({ asking }: FaultSurroundings, workload: string): ParameterField[] {
  const paths = asking.find(({ id }) => id === workload)?.paths ?? [];
  return [
    {
      path: ['workload'],
      label: 'Of the traffic',
      input: { kind: 'choice', choices: choicesOf(asking.map(({ id }) => id)) },
      required: true,
    },
    {
      path: ['path'],
      label: 'Response to',
      hint: 'The first response that it gets for this path.',
      input: { kind: 'text', ...(paths.length > 1 ? { suggestions: choicesOf(paths.slice(0, 8)) } : {}) },
      required: true,
    },
    {
      path: ['byte'],
      label: 'Byte',
      hint: 'The packet is lost that carries this byte of the body for the first time, counted from 0. Over every HTTP version the same byte.',
      input: { kind: 'whole' },
      required: true,
    },
  ];
}

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
