import * as v from 'valibot';
import type { Choice } from '../schema/parameter-field';

/**
 * Policies: ways to decide one thing, of which a document names one. Each is a module with its name and words beside what
 * it decides; those that decide the same thing stand in one list, and whoever needs their names asks the list's registry.
 *
 * A policy knows what it is asked with, as plain numbers. It never sees documents, hosts, protocols or a run. What is not
 * there: chance (a policy that needs it must be given a stream of its own), and settings of policies: a document names one,
 * and no more.
 */
export interface Policy<Name extends string = string> {
  /** In documents. */
  readonly name: Name;
  readonly words: PolicyWords;
}

/** What a policy is called, for those who read. */
export interface PolicyWords {
  /** As a title: `NewReno`. */
  readonly title: string;
  /** What it does, in a sentence without a full stop. */
  readonly about: string;
  /** Where it is written: `RFC 9438`; '' where nowhere. */
  readonly source: string;
}

/** A list of policies, by name. */
export interface PolicyRegistry<Listed extends Policy> {
  readonly names: readonly Listed['name'][];
  /** What a document may say. */
  readonly schema: v.PicklistSchema<readonly Listed['name'][], string>;
  /** What a form offers. */
  readonly choices: readonly Choice[];
  /** What they do, in a sentence for a form. */
  readonly hint: string;
  /** The policy of a name. Throws a TypeError where there is none. */
  find(name: string): Listed;
}

/** Makes the registry of a list. */
export function policyRegistry<const List extends readonly Policy[]>(
  list: List,
): PolicyRegistry<List[number]> {
  type Listed = List[number];
  const byName = new Map<string, Listed>(list.map((policy) => [policy.name, policy]));
  const names: readonly Listed['name'][] = list.map(({ name }) => name);
  return {
    names,
    schema: v.picklist(names, names.join(', ')),
    choices: list.map(({ name, words }) => ({ value: name, label: words.title })),
    hint: `${list.map(({ words }) => hintOf(words)).join('; ')}.`,
    find: (name) => {
      const policy = byName.get(name);
      if (!policy) throw new TypeError(`${name} is none of ${names.join(', ')}`);
      return policy;
    },
  };
}

function hintOf({ title, about, source }: PolicyWords): string {
  return `${title}${source === '' ? '' : ` (${source})`}: ${about}`;
}
