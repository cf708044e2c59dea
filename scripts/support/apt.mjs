import { capture, findProgram, isRoot } from './run.mjs';
import { progress, say } from './say.mjs';

/** Whether this process may install Debian packages. */
export function mayInstallPackages() {
  return isRoot() && hasApt();
}

/** Whether the system's packages are Debian's. */
export function hasApt() {
  return process.platform === 'linux' && findProgram('apt-get') !== undefined;
}

/**
 * Installs Debian packages without a question; a package list that is out of reach is no failure if the packages are
 * to be had all the same.
 * @param {string} label what the progress line says
 * @param {string[][]} wanted for each package the names that it goes by, newest first
 * @returns {Promise<{ code: number, output: string }>} of apt-get install
 */
export async function installPackages(label, wanted) {
  const line = progress(label);
  line.update('updating the package lists');
  const timer = setInterval(() => line.update('apt-get at work'), 1000);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const waiting = ['-o', 'DPkg::Lock::Timeout=300'];
  await capture('apt-get', [...waiting, 'update', '-qq'], { env });
  const names = await availableNames(wanted);
  say(`  installing ${names.join(' ')}`);
  const arguments_ = [...waiting, 'install', '-y', '-qq', '--no-install-recommends', ...names];
  const result = await capture('apt-get', arguments_, { env });
  clearInterval(timer);
  line.done(result.code === 0 ? 'installed' : `apt-get ended with ${result.code}`);
  return result;
}

/**
 * The name that this release of the distribution has for each package; the 64-bit time transition renamed some.
 * @param {string[][]} wanted
 * @returns {Promise<string[]>}
 */
export async function availableNames(wanted) {
  return Promise.all(
    wanted.map(async (names) => {
      for (const name of names) {
        if ((await capture('apt-cache', ['show', '--no-all-versions', name])).code === 0) return name;
      }
      return names.at(-1) ?? '';
    }),
  );
}
