import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Which folders of the sources import from which, each by the files that lie right in it. Tests may reach upwards, so they are left out. */
async function importsOfFolders(): Promise<Map<string, Set<string>>> {
  const { output } = await cruise(['src'], {
    baseDir: root,
    exclude: { path: ['\\.test\\.ts$', '/testing/'] },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
  });
  const folders = new Map<string, Set<string>>();
  for (const { source, dependencies } of (output as ICruiseResult).modules) {
    const folder = path.posix.dirname(source);
    const imported = folders.get(folder) ?? new Set();
    folders.set(folder, imported);
    for (const { resolved } of dependencies)
      if (resolved.startsWith('src/')) imported.add(path.posix.dirname(resolved));
    imported.delete(folder);
  }
  return folders;
}

/** Folders from which a way of imports leads back to themselves. */
function circlesIn(folders: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...folders.keys()].filter((start) => {
    const open = [...(folders.get(start) ?? [])];
    const seen = new Set<string>();
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      if (folder === start) return true;
      if (seen.has(folder)) continue;
      seen.add(folder);
      open.push(...(folders.get(folder) ?? []));
    }
    return false;
  });
}

describe('folders', () => {
  it('do not import each other in circles: two rooms that do are one room with a wall in it', async () => {
    const folders = await importsOfFolders();
    expect(folders.size).toBeGreaterThan(80);
    expect(circlesIn(folders)).toEqual([]);
  });

  it('that do are found, a folder and one within it as well', () => {
    const folders = new Map([
      ['a', new Set(['a/b'])],
      ['a/b', new Set(['c'])],
      ['c', new Set(['a'])],
      ['d', new Set(['a'])],
    ]);
    expect(circlesIn(folders)).toEqual(['a', 'a/b', 'c']);
  });
});
