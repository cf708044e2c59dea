import { memberPath } from '../schema/problem-path';

/** Finds what is wrong with a JSON text (RFC 8259), in words for people: `JSON.parse` says it differently on each engine. */
export interface JsonFault {
  /** Counted from 1; columns in UTF-16 units, as editors count them. */
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly expected: string;
}

export interface JsonCheck {
  /** The first fault of syntax; without one, `JSON.parse` accepts the text. */
  readonly fault: JsonFault | undefined;
  /** Names given twice in one object, of which `JSON.parse` would silently keep the last. */
  readonly duplicates: readonly { readonly path: string; readonly line: number }[];
}

/** Deeper than any lab document, and shallow enough for every reader's stack. */
export const deepestNesting = 100;

/** Checks a whole JSON text. Never throws. */
export function checkJson(text: string): JsonCheck {
  const scanner = new JsonScanner(text);
  try {
    scanner.document();
    return { fault: undefined, duplicates: scanner.duplicates };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return { fault: scanner.faultAt(error), duplicates: scanner.duplicates };
  }
}

class SyntaxFault extends Error {
  constructor(
    readonly offset: number,
    readonly expected: string,
  ) {
    super(expected);
  }
}

const Code = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openArray: 0x5b,
  backslash: 0x5c,
  closeArray: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const wordPattern = /[A-Za-z0-9_$.+-]+/y;

class JsonScanner {
  readonly duplicates: { path: string; line: number }[] = [];
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  document(): void {
    this.value('');
    this.space();
    if (this.at < this.text.length) this.fail('nothing more after the document');
  }

  faultAt(fault: SyntaxFault): JsonFault {
    const before = this.text.slice(0, fault.offset);
    return {
      line: this.lineOf(fault.offset),
      column: fault.offset - (before.lastIndexOf('\n') + 1) + 1,
      found: this.found(fault.offset),
      expected: fault.expected,
    };
  }

  private lineOf(offset: number): number {
    let line = 1;
    for (let at = this.text.indexOf('\n'); at >= 0 && at < offset; at = this.text.indexOf('\n', at + 1))
      line++;
    return line;
  }

  private found(offset: number): string {
    if (offset >= this.text.length) return 'the end of the file';
    wordPattern.lastIndex = offset;
    const word = wordPattern.exec(this.text)?.[0] ?? String.fromCodePoint(this.text.codePointAt(offset) ?? 0);
    return JSON.stringify(word.length > 40 ? `${word.slice(0, 40)}…` : word);
  }

  private value(path: string): void {
    this.space();
    const code = this.text.charCodeAt(this.at);
    if (code === Code.openObject) this.nested(() => this.object(path));
    else if (code === Code.openArray) this.nested(() => this.array(path));
    else if (code === Code.quote) this.string();
    else if (!this.literal() && !this.number())
      this.fail('a value: {, [, a text in double quotes, a number, true, false or null');
  }

  private nested(read: () => void): void {
    if (++this.depth > deepestNesting) this.fail(`at most ${deepestNesting} levels of { and [`);
    read();
    this.depth--;
  }

  private object(path: string): void {
    const names = new Set<string>();
    this.at++;
    this.space();
    if (this.take(Code.closeObject)) return;
    for (;;) {
      const start = this.at;
      if (this.text.charCodeAt(start) !== Code.quote) this.fail(this.nameWanted(names.size > 0));
      this.string();
      const name = JSON.parse(this.text.slice(start, this.at)) as string;
      const inner = memberPath(path, name);
      if (names.has(name)) this.duplicates.push({ path: inner, line: this.lineOf(start) });
      names.add(name);
      this.space();
      if (!this.take(Code.colon)) this.fail('a colon after the name');
      this.value(inner);
      this.space();
      if (this.take(Code.closeObject)) return;
      if (!this.take(Code.comma)) this.fail('a comma or }');
      this.space();
    }
  }

  private nameWanted(afterComma: boolean): string {
    return afterComma
      ? 'another name in double quotes (no comma after the last one)'
      : 'a name in double quotes, or }';
  }

  private array(path: string): void {
    this.at++;
    this.space();
    if (this.take(Code.closeArray)) return;
    for (let index = 0; ; index++) {
      this.value(`${path}[${index}]`);
      this.space();
      if (this.take(Code.closeArray)) return;
      if (!this.take(Code.comma)) this.fail('a comma or ]');
      this.space();
      if (this.text.charCodeAt(this.at) === Code.closeArray)
        this.fail('another value (no comma after the last one)');
    }
  }

  private string(): void {
    this.at++;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === Code.quote) break;
      if (code === Code.backslash) {
        if (!this.match(escapePattern))
          this.fail('an escape: \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hex digits');
      } else if (code >= 0x20) this.at++;
      else
        this.fail(
          Number.isNaN(code)
            ? 'a double quote that ends the text'
            : 'control characters written as escapes, such as \\n',
        );
    }
    this.at++;
  }

  private literal(): boolean {
    for (const word of ['true', 'false', 'null']) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return true;
    }
    return false;
  }

  private number(): boolean {
    return this.match(numberPattern);
  }

  private match(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  private take(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at++;
    return true;
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }

  private fail(expected: string): never {
    throw new SyntaxFault(this.at, expected);
  }
}
