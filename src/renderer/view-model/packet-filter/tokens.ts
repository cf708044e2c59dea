/** A word of a filter, where it stands in the text, and what it is. */
export interface Token {
  readonly kind: 'word' | 'text' | 'operator' | 'open' | 'close' | 'and' | 'or' | 'not';
  readonly value: string;
  readonly at: number;
}

/** What is wrong with a filter, where (index in its text), and what is allowed there. */
export class FilterProblem extends Error {
  constructor(
    readonly at: number,
    message: string,
    readonly allowed: string,
  ) {
    super(message);
  }
}

const pieces = [
  { kind: 'open', pattern: /\(/y },
  { kind: 'close', pattern: /\)/y },
  { kind: 'and', pattern: /&&|and(?![^\s()])/iy },
  { kind: 'or', pattern: /\|\||or(?![^\s()])/iy },
  { kind: 'operator', pattern: /==|!=|>=|<=|>|<|~|contains(?![^\s()])/iy },
  { kind: 'not', pattern: /!(?!=)|not(?![^\s()])/iy },
  { kind: 'word', pattern: /(?:[^\s()"'=!<>~&|]|&(?!&)|\|(?!\|)|(?<!^)=(?!=))+/y },
] as const;

/** Splits a filter into words. Throws FilterProblem on a quotation that does not end. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const token = quotation(text, at) ?? piece(text, at);
    tokens.push(token.token);
    at = token.end;
  }
  return tokens;
}

function quotation(text: string, at: number): { token: Token; end: number } | undefined {
  const mark = text[at];
  if (mark !== '"' && mark !== "'") return undefined;
  const close = text.indexOf(mark, at + 1);
  if (close < 0) throw new FilterProblem(at, 'the quotation does not end', `a closing ${mark}`);
  return { token: { kind: 'text', value: text.slice(at + 1, close), at }, end: close + 1 };
}

function piece(text: string, at: number): { token: Token; end: number } {
  for (const { kind, pattern } of pieces) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { token: { kind, value: match[0], at }, end: at + match[0].length };
  }
  throw new FilterProblem(
    at,
    `“${text[at] ?? ''}” has no meaning here`,
    'words, field==value, and, or, not, ( )',
  );
}
