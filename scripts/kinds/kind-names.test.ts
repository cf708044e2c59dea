import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { deviceKinds } from '../../src/shared/devices/device';
import { inRoot } from '../support/paths.mjs';

/** What asks for a kind by its name breaks, or goes the wrong way in silence, when the next kind comes. */

const names = deviceKinds.map((kind) => `['"]${kind}['"]`).join('|');
const comparison = new RegExp(
  String.raw`\bkind\w*\s*[!=]==?\s*(${names})|(${names})\s*[!=]==?[^;]*\bkind\b|\bcase (${names}):`,
  'i',
);

/** The lines of a text that compare something with the name of a kind of device. */
function comparisons(text: string): string[] {
  return text.split('\n').filter((line) => comparison.test(line));
}

function sourceFiles(): string[] {
  const files = readdirSync(inRoot('src'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.(ts|svelte)$/.test(file) && !/\.test\.ts$|[\\/]testing[\\/]/.test(file));
}

describe('the name of a kind of device', () => {
  it('is compared with nothing in the sources', () => {
    const found = sourceFiles().flatMap((file) =>
      comparisons(readFileSync(path.join(inRoot('src'), file), 'utf8')).map(
        (line) => `${file}: ${line.trim()}`,
      ),
    );
    expect(found).toEqual([]);
  });

  it.each([
    "if (device.kind === 'router') return;",
    "devices.filter(({ kind }) => kind !== 'client')",
    "{#if 'server' === device.kind}",
    "const isHost = topology.devices[0]?.kind !== 'router';",
    "  case 'server':",
  ])('is found where it is compared: %s', (line) => {
    expect(comparisons(line)).toEqual([line]);
  });

  it.each(["workload.closes === 'client'", "{ id: 'client', kind: 'client' }", "kind: 'router',"])(
    'is not taken for one where it is not: %s',
    (line) => {
      expect(comparisons(line)).toEqual([]);
    },
  );
});
