import { withSuggestion } from './did-you-mean';
import type { Problem } from './problem';

/** A reference to something that is not there. */
export function unknownName(path: string, name: string, what: string, names: readonly string[]): Problem {
  const allowed = names.length === 0 ? `there is no ${what} at all` : `${what}s: ${someOf(names)}`;
  return {
    path,
    what: `${JSON.stringify(name)} is no ${what}`,
    allowed: withSuggestion(allowed, name, names),
  };
}

const mostNamesListed = 12;

function someOf(names: readonly string[]): string {
  const listed = names.slice(0, mostNamesListed).join(', ');
  return names.length > mostNamesListed ? `${listed} and ${names.length - mostNamesListed} more` : listed;
}
