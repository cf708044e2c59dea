import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './say.mjs';

const heartbeat = 2_000;
// A holder that died leaves its folder behind; one that lives touches it every heartbeat. The process number tells
// at once, the age where homes are shared between machines.
const abandonedAfter = 30_000;
const holderFile = 'holder.json';

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
      await writeFile(
        path.join(folder, holderFile),
        JSON.stringify({ host: os.hostname(), pid: process.pid }),
      );
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
    if (Date.now() - (await stat(folder)).mtimeMs > abandonedAfter) return true;
    const holder = JSON.parse(await readFile(path.join(folder, holderFile), 'utf8'));
    return holder.host === os.hostname() && !isAlive(holder.pid);
  } catch {
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} folder */
async function touch(folder) {
  const now = new Date();
  await utimes(folder, now, now).catch(() => undefined);
}
