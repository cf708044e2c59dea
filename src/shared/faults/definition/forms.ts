import type { Choice, ParameterField } from '../../schema/parameter-field';
import type { FaultPlace } from './fault-kind';
import type { FaultSurroundings } from './surroundings';

/** What forms of several kinds of fault have in common. */

export const choicesOf = (ids: readonly string[]): Choice[] => ids.map((id) => ({ value: id, label: id }));

/** When it sets in. */
export function atField(label: string): ParameterField {
  return { path: ['at'], label, input: { kind: 'text' }, required: true };
}

/** When it is over. */
export function untilField(label: string): ParameterField {
  return { path: ['until'], label, input: { kind: 'text' }, byDefault: 'never' };
}

/** Which of the ends of its link sends. */
export function senderField({ links }: FaultSurroundings, link: string): ParameterField {
  const ends = links.find(({ id }) => id === link)?.ends ?? [];
  return {
    path: ['from'],
    label: 'Sent by',
    input: { kind: 'choice', choices: choicesOf(ends) },
    required: true,
  };
}

/** Every link. */
export const allLinks = ({ links }: FaultSurroundings) => links.map(({ id }) => id);

/** On any link. */
export function anyLink(surroundings: FaultSurroundings): FaultPlace {
  return { member: 'link', label: 'Link', choices: choicesOf(allLinks(surroundings)) };
}
