/** How well a text answers a query: 0 not at all, more is better. Every word of the query must occur. */
export function rank(text: string, query: string): number {
  const subject = text.toLowerCase();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => subject.includes(word))) return 0;
  const wanted = words.join(' ');
  if (subject === wanted) return 4;
  if (subject.startsWith(wanted)) return 3;
  const startsWord = (word: string) => subject.split(/[\s,:()-]+/).some((own) => own.startsWith(word));
  return words.every(startsWord) ? 2 : 1;
}

/** Those that answer the query, best first; equally good ones keep their order. */
export function ranked<Entry extends { readonly text: string }>(
  entries: readonly Entry[],
  query: string,
): Entry[] {
  return entries
    .map((entry) => ({ entry, score: rank(entry.text, query) }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score)
    .map(({ entry }) => entry);
}
