import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { userCacheFolder } from '../support/paths.mjs';

/**
 * @typedef {object} Runtime an Electron that is ready to be run
 * @property {string} folder what ELECTRON_OVERRIDE_DIST_PATH is to be set to
 * @property {string} executable
 * @property {string} version of Electron, such as 45.4.1
 * @property {string} origin where it came from, in words
 */

/** Written last into a finished runtime: what it is, and which files of what size belong to it. */
const inventoryName = 'hoplab-runtime.json';

/** The executable's place inside a runtime's folder on this platform. */
export function executablePlace() {
  if (process.platform === 'darwin') return path.join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The folder that all clones of this user share their Electron runtimes in. */
export function runtimesFolder() {
  return path.join(userCacheFolder(), 'electron');
}

/** Where the runtime of a version belongs. @param {string} version */
export function runtimeFolder(version) {
  return path.join(runtimesFolder(), `${version}-${process.platform}-${process.arch}`);
}

/**
 * A runtime of the cache, if it is whole: every file is there at the size that it was installed with.
 * @param {string} version
 * @param {number} recipe the number of the recipe that has to have made it
 * @returns {Runtime | undefined}
 */
export function cachedRuntime(version, recipe) {
  const folder = runtimeFolder(version);
  const inventory = readInventory(folder);
  if (inventory?.recipe !== recipe || inventory.version !== version) return undefined;
  const whole = Object.entries(inventory.files).every(
    ([file, size]) => sizeOf(path.join(folder, file)) === size,
  );
  if (!whole) return undefined;
  return { folder, executable: path.join(folder, executablePlace()), version, origin: inventory.origin };
}

/**
 * Makes a runtime in a folder of its own and moves it into its place in one step, so that nobody sees half of it.
 * @param {{ version: string, origin: string, recipe: number }} about
 * @param {(folder: string) => Promise<void>} make fills the empty folder
 * @returns {Promise<Runtime>}
 */
export async function placeRuntime(about, make) {
  const folder = runtimeFolder(about.version);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await make(unfinished);
  const files = Object.fromEntries(
    filesIn(unfinished).map((file) => [file, sizeOf(path.join(unfinished, file))]),
  );
  await writeFile(path.join(unfinished, inventoryName), JSON.stringify({ ...about, files }, null, 2));
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  return {
    folder,
    executable: path.join(folder, executablePlace()),
    version: about.version,
    origin: about.origin,
  };
}

/**
 * @param {string} folder
 * @returns {{ version: string, origin: string, recipe: number, files: Record<string, number> } | undefined}
 */
function readInventory(folder) {
  const file = path.join(folder, inventoryName);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} folder @returns {string[]} relative paths of its files, at every depth */
function filesIn(folder, below = '') {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const relative = path.join(below, entry.name);
    return entry.isDirectory() ? filesIn(folder, relative) : [relative];
  });
}

/** @param {string} file */
function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size;
}

/**
 * The digest of a file in the form that npm's integrity field has.
 * @param {string} file
 * @returns {Promise<string>} `sha512-` and base 64
 */
export async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}
