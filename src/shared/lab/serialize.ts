import * as v from 'valibot';
import { LabDocumentSchema, type LabDocument } from './document';

/**
 * A document as the text of its file: members in the schema's order, two spaces, small objects and lists on one line,
 * a newline at the end. Equal documents give equal texts, whatever the order of their members.
 */
export function serializeLab(document: LabDocument): string {
  const ordered = v.safeParse(LabDocumentSchema, document);
  return `${write(ordered.success ? ordered.output : document, '')}\n`;
}

/** Longest object or list, in characters, that is kept on one line. */
const longestInline = 60;

function write(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inline = writeInline(value);
  if (inline !== undefined && inline.length <= longestInline) return inline;
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => inner + write(item, inner))
    : members(value).map(([name, item]) => `${inner}${JSON.stringify(name)}: ${write(item, inner)}`);
  const [open, close] = Array.isArray(value) ? (['[', ']'] as const) : (['{', '}'] as const);
  return `${open}\n${items.join(',\n')}\n${indent}${close}`;
}

/** On one line: an object or list without another inside. */
function writeInline(value: object): string | undefined {
  const isScalar = (item: unknown) => typeof item !== 'object' || item === null;
  if (Array.isArray(value)) {
    return value.every(isScalar) ? `[${value.map((item) => JSON.stringify(item)).join(', ')}]` : undefined;
  }
  const entries = members(value);
  if (entries.length === 0) return '{}';
  if (!entries.every(([, item]) => isScalar(item))) return undefined;
  return `{ ${entries.map(([name, item]) => `${JSON.stringify(name)}: ${JSON.stringify(item)}`).join(', ')} }`;
}

function members(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
