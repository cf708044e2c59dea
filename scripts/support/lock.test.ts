import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from './lock.mjs';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'hoplab-lock-'));
  lock = path.join(folder, 'below', '.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('lets one holder work at a time', async () => {
  let working = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++working);
    await new Promise((resolve) => setImmediate(resolve));
    working--;
  };
  await Promise.all([withLock(lock, work), withLock(lock, work), withLock(lock, work)]);
  expect(most).toBe(1);
});

it('is free again after work that failed', async () => {
  await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(lock)).toBe(false);
});

it('takes over from a holder whose process has ended', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  mkdirSync(lock, { recursive: true });
  writeFileSync(path.join(lock, 'holder.json'), JSON.stringify({ host: os.hostname(), pid }));
  expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
});

it('takes over from a holder that has not been heard of for long', async () => {
  mkdirSync(lock, { recursive: true });
  utimesSync(lock, 1, 1);
  expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
});
