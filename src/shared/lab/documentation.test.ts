import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LabDocumentSchema } from './document';
import { resolveTcp } from './lab';

const text = readFileSync(new URL('../../../docs/lab-document.md', import.meta.url), 'utf8');

/** Names of all members that a schema knows, at any depth. */
function memberNames(schema: unknown, names = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return names;
  const { entries, item, wrapped, options } = schema as Record<string, unknown>;
  for (const [name, entry] of Object.entries(entries ?? {})) {
    names.add(name);
    memberNames(entry, names);
  }
  for (const inner of [item, wrapped, ...(Array.isArray(options) ? options : [])]) memberNames(inner, names);
  return names;
}

describe('docs/lab-document.md', () => {
  it.each([...memberNames(LabDocumentSchema)])('documents %s', (name) => {
    expect(text.includes(`\`${name}\``)).toBe(true);
  });

  it('gives the defaults of TCP as they are', () => {
    const defaults = resolveTcp();
    const plain = Object.entries(defaults).filter(([, value]) => typeof value === 'boolean');
    for (const [name, value] of plain)
      expect(new RegExp(`\\| \`${name}\` *\\| \`${String(value)}\``).test(text), name).toBe(true);
    for (const name of [
      'quickAcknowledgements',
      'initialWindow',
      'synRetries',
      'synAckRetries',
      'retries',
      'synBacklog',
      'acceptQueue',
      'windowScale',
    ] as const)
      expect(text, name).toMatch(new RegExp(`\\| \`${name}\` *\\| ${String(defaults[name])} `));
  });
});
