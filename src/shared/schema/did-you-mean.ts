/** The nearest of some names to one that was mistyped, or undefined when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > longestName || candidates.length > mostCandidates) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  // A third of the letters may be wrong: "clinet" is near "client", "laptop" is not.
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    if (isBeginning(wanted, candidate)) return candidate;
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** `serv` stands for `server`, `pcap` for `pcapng`. */
function isBeginning(wanted: string, candidate: string): boolean {
  return wanted.length >= 3 && candidate.toLowerCase().startsWith(wanted);
}

/** What can be chosen, and which of it was probably meant: `client, router, server (did you mean "client"?)`. */
export function withSuggestion(allowed: string, name: unknown, candidates: readonly string[]): string {
  const meant = typeof name === 'string' ? nearest(name, candidates) : undefined;
  return meant === undefined ? allowed : `${allowed} (did you mean ${JSON.stringify(meant)}?)`;
}

/** Beyond these nobody is helped, and comparing takes long. */
const longestName = 80;
const mostCandidates = 500;

/** Letters to insert, delete, change or swap with their neighbour (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
