import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGoldenFile, scenariosFolder, writeGoldenFile } from '../../src/engine/testing/golden-file';
import { renewGoldens } from '../../src/engine/testing/golden-renewal';

const scenario = 'handshake-seoul-us';

describe('npm run golden', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'hoplab-golden-'));
    for (const name of [`${scenario}.hoplab.json`, 'golden.json'])
      copyFileSync(path.join(scenariosFolder, name), path.join(folder, name));
    const golden = readGoldenFile(folder)[scenario];
    if (golden) writeGoldenFile(folder, { [scenario]: golden });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function renewed(...only: string[]): string[] {
    const lines: string[] = [];
    renewGoldens(folder, only, (line) => lines.push(line));
    return lines;
  }
  function change(from: string, to: string): void {
    const file = path.join(folder, `${scenario}.hoplab.json`);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
  }

  it('says so where nothing changed', () => {
    expect(renewed()).toEqual([`${scenario}: unchanged`]);
  });

  it('prints old and new of all that another delay changes, and keeps the new', () => {
    const before = readGoldenFile(folder)[scenario];
    change('"70ms"', '"75ms"');
    const lines = renewed();
    const after = readGoldenFile(folder)[scenario];
    expect(lines[0]).toBe(`${scenario}: CHANGED`);
    expect(lines).toContain(`  traceHash: ${String(before?.traceHash)} -> ${String(after?.traceHash)}`);
    expect(lines.find((line) => line.startsWith('  handshake.p50'))).toMatch(/: 15\d,\d{3},\d{3} -> 16\d,\d{3},\d{3}$/);
    expect(lines.filter((line) => line.startsWith('  requests.'))).toEqual([]);
    expect(renewed()).toEqual([`${scenario}: unchanged`]);
  });

  it('tells of scenarios that are new, and of those that are gone', () => {
    copyFileSync(path.join(scenariosFolder, 'lost-syn.hoplab.json'), path.join(folder, 'lost-syn.hoplab.json'));
    rmSync(path.join(folder, `${scenario}.hoplab.json`));
    const lines = renewed();
    expect(lines[0]).toBe('lost-syn: new');
    expect(lines.at(-1)).toBe(`${scenario}: its scenario is gone`);
    expect(Object.keys(readGoldenFile(folder))).toEqual(['lost-syn']);
  });

  it('runs only what is named, and refuses what there is not', () => {
    change('"70ms"', '"75ms"');
    copyFileSync(path.join(scenariosFolder, 'lost-syn.hoplab.json'), path.join(folder, 'lost-syn.hoplab.json'));
    renewed('lost-syn');
    const lines = renewed('lost-syn');
    expect(lines).toEqual(['lost-syn: unchanged']);
    expect(() => renewed('lost-sin')).toThrow('there is no scenario lost-sin');
  });
});
