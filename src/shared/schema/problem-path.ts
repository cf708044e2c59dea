/** Where in a document something is, as people write it: `devices[2].tcp.nagle`, `pages["a b"]`. The document itself: ''. */

const plainName = /^[A-Za-z_$][\w$-]*$/;

/** The path of an object's member. */
export function memberPath(path: string, name: string): string {
  if (!plainName.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

/** The path of a list's item (counted from 0) or an object's member. */
export function innerPath(path: string, key: string | number): string {
  return typeof key === 'number' ? `${path}[${key}]` : memberPath(path, key);
}

/** A path from its keys, outermost first. */
export function pathOf(keys: readonly (string | number)[]): string {
  return keys.reduce<string>(innerPath, '');
}
