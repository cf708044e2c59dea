import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../support/paths.mjs';
import { readableSize, progress, say } from '../support/say.mjs';
import { cachedRuntime, placeRuntime } from './runtime-cache.mjs';
import { unzip } from './unzip.mjs';

const recipe = 1;
// A release site that is out of reach often swallows packets instead of refusing them.
const firstByteWithin = 10_000;
const nextByteWithin = 30_000;

/** The version that package.json pins. */
export function pinnedVersion() {
  return JSON.parse(readFileSync(inRoot('node_modules', 'electron', 'package.json'), 'utf8')).version;
}

/** The pinned Electron, if the cache holds it whole. */
export function cachedOfficial() {
  return cachedRuntime(pinnedVersion(), recipe);
}

/**
 * Downloads the pinned Electron from its release site (or the mirror that the user configured), checks it against
 * the checksums that come with the package, and puts it into the cache.
 * @returns {Promise<import('./runtime-cache.mjs').Runtime | undefined>} nothing when the site cannot be reached
 */
export async function installOfficial() {
  const version = pinnedVersion();
  say(`Getting Electron ${version} from its release site (about 120 MB, kept in the user's cache) ...`);
  const archive = await download();
  if (!archive) return undefined;
  return placeRuntime({ version, origin: 'official release', recipe }, (folder) =>
    unzip(archive, folder, (name) => name),
  );
}

/** @returns {Promise<string | undefined>} the verified archive */
function download() {
  const child = fork(fileURLToPath(new URL('electron-official-download.mjs', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const line = progress('Electron');
  return new Promise((resolve) => {
    /** @type {string | undefined} */
    let archive;
    let reason = 'no answer';
    let timer = setTimeout(() => child.kill(), firstByteWithin);
    child.on('message', (/** @type {import('./electron-official-download.mjs').Message} */ message) => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill(), nextByteWithin);
      if ('archive' in message) archive = message.archive;
      else if ('error' in message) reason = message.error;
      else
        line.update(
          `${readableSize(message.transferred)} of ${message.total ? readableSize(message.total) : '?'}`,
        );
    });
    child.on('exit', () => {
      clearTimeout(timer);
      line.done(archive ? 'downloaded and verified' : `not to be had there (${reason})`);
      resolve(archive);
    });
  });
}
