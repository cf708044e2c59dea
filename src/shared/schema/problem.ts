/** One thing wrong with a document: where (`devices[2].kind`), what, and what is allowed there. */
export interface Problem {
  readonly path: string;
  readonly what: string;
  readonly allowed: string;
}

/** One line for people: `devices[2].kind: "clinet"; allowed: client, router, server`. */
export function describeProblem(problem: Problem): string {
  return `${problem.path}: ${problem.what}; allowed: ${problem.allowed}`;
}

/** A problem of one of the settings of something that stands at `path`. */
export function refusal<Settings extends object>(
  settings: Settings,
  name: keyof Settings & string,
  path: string,
  allowed: string,
): Problem {
  return { path: `${path}.${name}`, what: JSON.stringify(settings[name]), allowed };
}

const longestQuote = 60;

/** A value as it stands in a document, cut short; `missing` for none. Never throws. */
export function quoteValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') {
    return JSON.stringify(value.length > longestQuote ? `${value.slice(0, longestQuote)}…` : value);
  }
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'number' || typeof value === 'boolean' || value === null
    ? String(value)
    : typeof value;
}
