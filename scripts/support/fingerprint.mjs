import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';

/**
 * A digest of which files there are, how large and how new: enough to know whether a build is still of its sources.
 * @param {string[]} sources files and folders, relative to the clone
 * @returns {string} hexadecimal SHA-256
 */
export function fingerprint(sources) {
  const hash = createHash('sha256').update(process.version);
  for (const file of sources.flatMap((source) => filesUnder(inRoot(source))).sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${path.relative(root, file)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** @param {string} start @returns {string[]} */
function filesUnder(start) {
  if (!existsSync(start)) return [];
  if (statSync(start).isFile()) return [start];
  return readdirSync(start, { withFileTypes: true }).flatMap((entry) =>
    filesUnder(path.join(start, entry.name)),
  );
}

/**
 * Whether what was built under `stampFile` is of these very sources.
 * @param {string} stampFile relative to the clone
 * @param {string[]} sources
 */
export function isCurrent(stampFile, sources) {
  const file = inRoot(stampFile);
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint(sources);
}

/**
 * Notes what was built; taken before the build, so that an edit during it is seen by the next one.
 * @param {string} stampFile relative to the clone
 * @param {string} digest
 */
export async function stamp(stampFile, digest) {
  await mkdir(path.dirname(inRoot(stampFile)), { recursive: true });
  await writeFile(inRoot(stampFile), digest);
}
