import { withSuggestion } from '../../schema/did-you-mean';
import { unknownName } from '../../schema/names';
import type { Problem } from '../../schema/problem';
import type { FaultSurroundings } from './surroundings';

/** What is wrong with what a fault speaks of. */

/** A link that is not there. */
export function linkProblems({ links }: FaultSurroundings, id: string, path: string): Problem[] {
  if (links.some((link) => link.id === id)) return [];
  const names = links.map((link) => link.id);
  return [unknownName(`${path}.link`, id, 'link', names)];
}

/** A sending device that is no end of the link. */
export function senderProblems(
  { links }: FaultSurroundings,
  fault: { readonly link: string; readonly from: string },
  path: string,
): Problem[] {
  const link = links.find(({ id }) => id === fault.link);
  if (!link || link.ends.includes(fault.from)) return [];
  const what = `${JSON.stringify(fault.from)} is no end of ${JSON.stringify(link.id)}`;
  const allowed = withSuggestion(link.ends.join(', '), fault.from, link.ends);
  return [{ path: `${path}.from`, what, allowed }];
}
