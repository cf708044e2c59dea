import { withSuggestion } from '../schema/did-you-mean';
import type { Problem } from './document';
import { quoteValue } from '../schema/problem';

/**
 * Puts a value into a document at a path such as `links.wan.delay` or `devices[1].tcp.nagle`. Items of a list go by
 * their id or by their index. Members that are not there yet are made: whether they may be there is for the schema to
 * say. Changes the document in place; returns what stood in the way.
 */
export function setValue(document: unknown, path: string, value: unknown): Problem | undefined {
  try {
    put(document, path, value);
    return undefined;
  } catch (error) {
    if (!(error instanceof NoSuchPlace)) throw error;
    return { path, what: error.what, allowed: error.allowed };
  }
}

class NoSuchPlace extends Error {
  constructor(
    readonly what: string,
    readonly allowed: string,
  ) {
    super(what);
  }
}

/** Names that reach into every object's inheritance. */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

type Container = Record<string | number, unknown>;

function put(container: unknown, path: string, value: unknown): void {
  const { key, rest } = nextKey(container, path);
  const target = container as Container;
  if (rest === '') {
    target[key] = value;
    return;
  }
  if (!Object.hasOwn(target, key)) target[key] = {};
  const inner = target[key];
  if (typeof inner !== 'object' || inner === null)
    throw new NoSuchPlace(
      `${JSON.stringify(rest)} within ${quoteValue(inner)}`,
      `a path that ends at ${key}`,
    );
  put(inner, rest, value);
}

/** The path's first step in a list or an object, and what is left of the path. */
function nextKey(container: unknown, path: string): { key: string | number; rest: string } {
  if (Array.isArray(container)) return nextItem(container as unknown[], path);
  const match = /^\.?([^.[\]]+)(.*)$/s.exec(path);
  if (!match || reserved.has(match[1] ?? '')) {
    const names = Object.keys(container as object);
    throw new NoSuchPlace(`${JSON.stringify(path)} is no member's name`, names.join(', '));
  }
  return { key: match[1] ?? '', rest: withoutDot(match[2] ?? '') };
}

function nextItem(list: readonly unknown[], path: string): { key: number; rest: string } {
  const index = /^\[(\d+)\](.*)$/s.exec(path) ?? /^\.?(\d+)((?:[.[].*)?)$/s.exec(path);
  if (index && Number(index[1]) < list.length && !list.some((item) => idOf(item) === index[1]))
    return { key: Number(index[1]), rest: withoutDot(index[2] ?? '') };
  const wanted = withoutDot(path);
  // Ids may hold dots: the longest one that fits is meant.
  let best: { key: number; id: string } | undefined;
  list.forEach((item, key) => {
    const id = idOf(item);
    const after = id === undefined ? undefined : wanted.charAt(id.length);
    if (id === undefined || !wanted.startsWith(id) || !['', '.', '['].includes(after ?? '')) return;
    if (!best || id.length > best.id.length) best = { key, id };
  });
  if (best) return { key: best.key, rest: withoutDot(wanted.slice(best.id.length)) };
  throw noSuchItem(list, wanted);
}

function noSuchItem(list: readonly unknown[], wanted: string): NoSuchPlace {
  const name = /^\[?([^.[\]]*)/.exec(wanted)?.[1] ?? wanted;
  const ids = list.flatMap((item) => idOf(item) ?? []);
  const indexes = list.length === 0 ? 'nothing: the list is empty' : `[0] to [${list.length - 1}]`;
  const allowed = ids.length === 0 ? indexes : `${ids.join(', ')}, or ${indexes}`;
  return new NoSuchPlace(`there is no ${JSON.stringify(name)}`, withSuggestion(allowed, name, ids));
}

function idOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('id' in item)) return undefined;
  return typeof item.id === 'string' ? item.id : undefined;
}

function withoutDot(path: string): string {
  return path.startsWith('.') ? path.slice(1) : path;
}
