export interface Column {
  readonly title: string;
  /** Figures stand on the right. */
  readonly right?: boolean;
}

/** Rows under their titles, two spaces apart, indented by two. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => width(line[at] ?? ''))));
  return lines
    .map((line) =>
      columns
        .map(({ right }, at) => pad(line[at] ?? '', widths[at] ?? 0, right ?? false))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}\n`)
    .join('');
}

function width(text: string): number {
  return Array.from(text).length;
}

function pad(text: string, to: number, right: boolean): string {
  const spaces = ' '.repeat(Math.max(0, to - width(text)));
  return right ? spaces + text : text + spaces;
}

/** A text broken at spaces into lines of at most `columns` characters. */
export function wrap(text: string, columns: number, indent: string): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && width(line) + 1 + width(word) > columns - indent.length) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.map((line) => `${indent}${line}`.trimEnd() + '\n').join('');
}
