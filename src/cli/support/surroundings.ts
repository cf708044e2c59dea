/** What the command line sees of the machine; tests put their own in its place. */
export interface Surroundings {
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** The library of scenarios. */
  readonly scenariosFolder: string;
  /** Text for people or programs to read: results. */
  readonly out: (text: string) => void;
  /** Text about what goes on: problems, progress. */
  readonly err: (text: string) => void;
  /** Whether `err` goes to a terminal, and how wide that is. */
  readonly terminal: { readonly columns: number } | undefined;
}

/** Exit codes of the contract. */
export const Exit = { done: 0, fellShort: 1, badInput: 2 } as const;

/** Bad input or usage: its lines go to standard error, and nothing is left behind. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** `FILE: PATH: what, and what is allowed`. */
export function problemLine(file: string, path: string, what: string, allowed: string): string {
  return `${file}: ${path}: ${what}; allowed: ${allowed}`;
}
