import type { Problem } from './problem';

/** A problem for each thing whose id another before it has. Those without an id are passed over. */
export function duplicatesIn(
  things: readonly { readonly path: string; readonly id: string | undefined }[],
): Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { path, id } of things) {
    if (id === undefined) continue;
    const taken = first.get(id);
    if (taken === undefined) first.set(id, path);
    else problems.push({ path, what: `${JSON.stringify(id)} is also ${taken}`, allowed: 'an id of its own' });
  }
  return problems;
}
