import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.mjs';
import { root } from './paths.mjs';

let folder: string;
let source: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'hoplab-fingerprint-'));
  source = path.relative(root, folder);
  writeFileSync(path.join(folder, 'a.ts'), 'one');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('stays the same while no file changes', () => {
  expect(fingerprint([source])).toBe(fingerprint([source]));
});

it('sees a new file', () => {
  const before = fingerprint([source]);
  writeFileSync(path.join(folder, 'b.ts'), '');
  expect(fingerprint([source])).not.toBe(before);
});

it('sees a file that went away', () => {
  writeFileSync(path.join(folder, 'b.ts'), '');
  const before = fingerprint([source]);
  rmSync(path.join(folder, 'b.ts'));
  expect(fingerprint([source])).not.toBe(before);
});

it('sees an edit that keeps the size, older than the build or not', () => {
  const before = fingerprint([source]);
  writeFileSync(path.join(folder, 'a.ts'), 'two');
  utimesSync(path.join(folder, 'a.ts'), 1, 1);
  expect(fingerprint([source])).not.toBe(before);
});

it('takes a source that is not there as empty', () => {
  expect(fingerprint([source, 'no-such-folder'])).toBe(fingerprint([source]));
});
