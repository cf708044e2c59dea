/** A piece of a lesson: plain words, a path of the document (set in type), or a scenario that it sends the reader to. */
export type LessonPiece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'path'; readonly text: string }
  | { readonly kind: 'scenario'; readonly text: string };

/** `devices.client.tcp.timeWait`, `links.uplink.queue`, `faults[0].nth`: never the full stop that ends a sentence. */
const path = /\b(?:devices|links|workloads|faults)(?:\.[A-Za-z0-9_-]+|\[\d+\])+/;
const scenario = /(?<=\bscenario )[a-z][a-z0-9-]*[a-z0-9]/;
const special = new RegExp(`(?<path>${path.source})|(?<scenario>${scenario.source})`, 'g');

/**
 * A document's notes as paragraphs of pieces. Empty lines part paragraphs; a name after the word `scenario` is one
 * where the library has it.
 */
export function lessonParagraphs(notes: string, scenarios: ReadonlySet<string>): LessonPiece[][] {
  return notes
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => piecesOf(paragraph, scenarios));
}

function piecesOf(paragraph: string, scenarios: ReadonlySet<string>): LessonPiece[] {
  const pieces: LessonPiece[] = [];
  let at = 0;
  for (const match of paragraph.matchAll(special)) {
    const [text] = match;
    const isPath = match.groups?.['path'] !== undefined;
    if (!isPath && !scenarios.has(text)) continue;
    if (match.index > at) pieces.push({ kind: 'words', text: paragraph.slice(at, match.index) });
    pieces.push({ kind: isPath ? 'path' : 'scenario', text });
    at = match.index + text.length;
  }
  if (at < paragraph.length) pieces.push({ kind: 'words', text: paragraph.slice(at) });
  return pieces;
}
