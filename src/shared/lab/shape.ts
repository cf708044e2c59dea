import * as v from 'valibot';
import { withSuggestion } from '../schema/did-you-mean';
import type { Problem } from './document';
import { quoteValue } from '../schema/problem';
import { pathOf } from '../schema/problem-path';

/** A problem of shape, with what it takes to get round it (`repair.ts`). */
export interface ShapeProblem extends Problem {
  /** The path's keys, outermost first. */
  readonly keys: readonly (string | number)[];
  /** Whether the document would be whole without this member: it is optional, or unknown. */
  readonly removable: boolean;
}

/**
 * Holds a value against a schema and tells every problem with its path: valibot alone stops at an object's first
 * unknown key, takes a list for an object without required keys, and has no words of ours for a missing one.
 */
export function shapeProblems(schema: v.GenericSchema, value: unknown): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  check(schema, value, { keys: [], removable: false, problems });
  return problems;
}

/** Where the walk is, and where it puts what it finds. */
interface Place {
  readonly keys: readonly (string | number)[];
  readonly removable: boolean;
  readonly problems: ShapeProblem[];
}

function inside(place: Place, key: string | number, removable: boolean): Place {
  return { keys: [...place.keys, key], removable, problems: place.problems };
}

function report({ keys, removable, problems }: Place, what: string, allowed: string): void {
  problems.push({ path: keys.length === 0 ? 'document' : pathOf(keys), what, allowed, keys, removable });
}

/** The parts of valibot's schema objects that are walked here. */
interface SchemaParts {
  readonly type: string;
  readonly message?: unknown;
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly item?: v.GenericSchema;
  readonly wrapped?: v.GenericSchema;
  readonly key?: string;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly expects?: string | null;
  readonly pipe?: readonly unknown[];
}
const parts = (schema: v.GenericSchema): SchemaParts => schema;

function check(schema: v.GenericSchema, value: unknown, place: Place): void {
  const { type, wrapped } = parts(schema);
  if (type === 'optional' && wrapped) {
    if (value !== undefined) check(wrapped, value, place);
  } else if (type === 'strict_object') checkObject(schema, value, place);
  else if (type === 'variant') checkVariant(schema, value, place);
  else if (type === 'array') checkArray(schema, value, place);
  else checkLeaf(schema, value, place);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of the document's own: never one that every object inherits, such as `constructor`. */
function member(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

const unknown = 'an unknown name';

/** `strange`: what to call a name that does not belong here. */
function checkObject(
  schema: v.GenericSchema,
  value: unknown,
  place: Place,
  strange: (name: string) => string = () => unknown,
): void {
  const entries = parts(schema).entries ?? {};
  if (!isPlainObject(value)) {
    report(place, quoteValue(value), 'an object');
    return;
  }
  for (const [name, entry] of Object.entries(entries)) {
    const given = member(value, name);
    const optional = parts(entry).type === 'optional';
    if (given !== undefined) check(entry, given, inside(place, name, optional));
    else if (!optional) report(inside(place, name, false), 'missing', allowedBy(entry));
  }
  const names = Object.keys(entries);
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(entries, name)) continue;
    const unused = names.filter((known) => !Object.hasOwn(value, known));
    report(inside(place, name, true), strange(name), withSuggestion(names.join(', '), name, unused));
  }
}

function checkVariant(schema: v.GenericSchema, value: unknown, place: Place): void {
  if (!isPlainObject(value)) {
    report(place, quoteValue(value), 'an object');
    return;
  }
  const { key = '', options = [] } = parts(schema);
  const schemas = options as readonly v.GenericSchema[];
  const kind = member(value, key);
  const chosen = schemas.find((option) => kind !== undefined && kindOf(option, key) === kind);
  if (chosen) {
    const others = new Set(schemas.flatMap((option) => Object.keys(parts(option).entries ?? {})));
    checkObject(chosen, value, place, (name) =>
      others.has(name) ? `not what ${JSON.stringify(kind)} has` : unknown,
    );
    return;
  }
  const kinds = schemas.map((option) => String(kindOf(option, key)));
  report(inside(place, key, false), quoteValue(kind), withSuggestion(kinds.join(', '), kind, kinds));
}

function kindOf(option: v.GenericSchema, key: string): unknown {
  const discriminator = parts(option).entries?.[key];
  return discriminator && parts(discriminator).literal;
}

function checkArray(schema: v.GenericSchema, value: unknown, place: Place): void {
  const { item, pipe = [] } = parts(schema);
  if (!Array.isArray(value) || !item) {
    report(place, quoteValue(value), allowedBy(schema));
    return;
  }
  value.forEach((entry, index) => check(item, entry, inside(place, index, false)));
  // What a pipe says of the list as a whole: its length.
  for (const action of pipe.slice(1)) {
    const outcome = v.safeParse(
      v.pipe(v.array(v.unknown()), action as v.GenericValidation<unknown[]>),
      value,
    );
    for (const issue of outcome.issues ?? []) report(place, quoteValue(value), issue.message);
  }
}

function checkLeaf(schema: v.GenericSchema, value: unknown, place: Place): void {
  const outcome = v.safeParse(schema, value, { abortPipeEarly: true });
  const issue = outcome.issues?.[0];
  if (issue) report(place, quoteValue(value), withSuggestion(issue.message, value, choicesOf(schema)));
}

function choicesOf(schema: v.GenericSchema): string[] {
  const { type, options = [] } = parts(schema);
  if (type === 'picklist') return options.map(String);
  return type === 'union' ? options.flatMap((option) => choicesOf(option as v.GenericSchema)) : [];
}

/** What may stand where a schema holds, in words. */
function allowedBy(schema: v.GenericSchema): string {
  const { type, message, wrapped, expects } = parts(schema);
  if (wrapped) return allowedBy(wrapped);
  if (type === 'variant' || type === 'strict_object') return 'an object';
  return typeof message === 'string' ? message : (expects ?? type);
}
