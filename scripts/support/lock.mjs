import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './say.mjs';

const heartbeat = 2_000;
// A holder that died leaves its folder behind; one that lives touches it every heartbeat.
const abandonedAfter = 30_000;

/**
 * Runs `work` while no other process on this machine, in this clone or another, holds the same lock.
 * @template Result
 * @param {string} folder the lock: an absolute path, made here and removed at the end
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withLock(folder, work) {
  await take(folder);
  const beat = setInterval(() => void touch(folder), heartbeat);
  const release = () => rm(folder, { recursive: true, force: true });
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await release();
  }
}

/** @param {string} folder */
async function take(folder) {
  await mkdir(path.dirname(folder), { recursive: true });
  let told = false;
  for (;;) {
    try {
      await mkdir(folder);
      return;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    if (await isAbandoned(folder)) {
      await rm(folder, { recursive: true, force: true });
      continue;
    }
    if (!told) say(`  another setup is at work (${folder}); waiting for it`);
    told = true;
    await pause(500);
  }
}

/** @param {string} folder */
async function isAbandoned(folder) {
  try {
    return Date.now() - (await stat(folder)).mtimeMs > abandonedAfter;
  } catch {
    return false;
  }
}

/** @param {string} folder */
async function touch(folder) {
  const now = new Date();
  await utimes(folder, now, now).catch(() => undefined);
}
