import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** The folders of a source tree that lead back to themselves. Tests may reach upwards, so they are left out. */
async function circles(): Promise<string[]> {
  const { output } = await cruise(['src'], {
    baseDir: root,
    validate: true,
    ruleSet: {
      forbidden: [{ name: 'circle', severity: 'error', scope: 'folder', from: {}, to: { circular: true } }],
    },
    exclude: { path: ['\\.test\\.ts$', '/testing/'] },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
  });
  return (output as ICruiseResult).summary.violations.map(({ from, to }) => `${from} -> ${to}`);
}

describe('folders', () => {
  it('do not import each other in circles: two rooms that do are one room with a wall in it', async () => {
    expect(await circles()).toEqual([]);
  });
});
