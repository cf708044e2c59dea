import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cachedRuntime, placeRuntime, runtimeFolder, runtimesFolder } from './runtime-cache.mjs';

const variables = ['XDG_CACHE_HOME', 'LOCALAPPDATA', 'HOME'];
const before = variables.map((name) => process.env[name]);
const about = { version: '1.2.3', origin: 'a test', recipe: 7 };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'hoplab-cache-'));
  for (const name of variables) process.env[name] = folder;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  variables.forEach((name, index) => {
    if (before[index] === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before[index];
  });
});

function fill(target: string): Promise<void> {
  mkdirSync(path.join(target, 'locales'));
  writeFileSync(path.join(target, 'electron'), 'program');
  writeFileSync(path.join(target, 'locales', 'en.pak'), 'words');
  return Promise.resolve();
}

it('keeps the cache where the user has it', () => {
  expect(runtimesFolder().startsWith(folder)).toBe(true);
});

it('finds what was placed', async () => {
  const placed = await placeRuntime(about, fill);
  expect(cachedRuntime('1.2.3', 7)).toEqual(placed);
});

it('finds nothing of another recipe', async () => {
  await placeRuntime(about, fill);
  expect(cachedRuntime('1.2.3', 8)).toBeUndefined();
});

it('finds nothing when a file is gone', async () => {
  await placeRuntime(about, fill);
  rmSync(path.join(runtimeFolder('1.2.3'), 'locales', 'en.pak'));
  expect(cachedRuntime('1.2.3', 7)).toBeUndefined();
});

it('finds nothing when a file is cut short', async () => {
  await placeRuntime(about, fill);
  writeFileSync(path.join(runtimeFolder('1.2.3'), 'electron'), 'prog');
  expect(cachedRuntime('1.2.3', 7)).toBeUndefined();
});

it('shows nothing of an installation that failed, and the next one succeeds', async () => {
  const failing = placeRuntime(about, async (target) => {
    await fill(target);
    throw new Error('interrupted');
  });
  await expect(failing).rejects.toThrow('interrupted');
  expect(cachedRuntime('1.2.3', 7)).toBeUndefined();
  await placeRuntime(about, fill);
  expect(cachedRuntime('1.2.3', 7)).toBeDefined();
  expect(readdirSync(runtimesFolder())).toEqual([path.basename(runtimeFolder('1.2.3'))]);
});
