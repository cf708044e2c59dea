import { availableNames, hasApt, installPackages, mayInstallPackages } from '../support/apt.mjs';
import { hasDisplay } from '../support/display.mjs';
import { capture, findProgram } from '../support/run.mjs';
import { SetupError, say } from '../support/say.mjs';

/** Debian's packages for the libraries that Chromium is linked against, each with the names that it goes by. */
const libraryPackages = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libxss1'],
  ['libxtst6'],
];
/** What of those is looked for before there is a runtime to ask. */
const knownLibraries = ['libgtk-3.so.0', 'libnss3.so', 'libasound.so.2', 'libgbm.so.1'];
const screenPackages = [['xvfb'], ['xauth']];

/**
 * Makes sure that the runtime finds its shared libraries, and a virtual screen where there is no display: installs
 * them as root, and tells anybody else the one command that does.
 * @param {string} [executable] Electron's; without it only what is known beforehand is looked for, so that nobody
 *   downloads a runtime to learn that it does not run
 * @throws {SetupError} when something is missing that this user may not install
 */
export async function ensureSystemLibraries(executable) {
  if (process.platform !== 'linux') return;
  const missing = await missingParts(executable);
  if (missing.length === 0) return;
  const packages = [
    ...(missing.some((part) => part.includes('.so')) ? libraryPackages : []),
    ...(missing.some((part) => !part.includes('.so')) ? screenPackages : []),
  ];
  if (!mayInstallPackages()) throw new SetupError(await instructions(missing, packages));
  say(`Installing system packages, because ${missing.join(', ')} is missing ...`);
  const { code, output } = await installPackages('system packages', packages);
  const still = code === 0 ? await missingParts(executable) : missing;
  if (still.length > 0) {
    throw new SetupError(`Still missing: ${still.join(', ')}. What apt-get said:\n${output.trim()}`);
  }
}

/**
 * @param {string} [executable]
 * @returns {Promise<string[]>} shared libraries by file name, programs by name
 */
async function missingParts(executable) {
  const libraries = executable ? await librariesNotFoundBy(executable) : await knownLibrariesNotFound();
  const programs = hasDisplay()
    ? []
    : ['xvfb-run', 'Xvfb', 'xauth'].filter((program) => !findProgram(program));
  return [...new Set([...libraries, ...programs])];
}

/** @param {string} executable */
async function librariesNotFoundBy(executable) {
  const { output } = await capture('ldd', [executable]);
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

async function knownLibrariesNotFound() {
  // Administrators' programs are not on everybody's path.
  const { code, output } = await capture('ldconfig', ['-p'], {
    env: { PATH: `${process.env['PATH']}:/usr/sbin:/sbin` },
  });
  return code === 0 ? knownLibraries.filter((library) => !output.includes(library)) : [];
}

/** @param {string[]} missing @param {string[][]} packages */
async function instructions(missing, packages) {
  const lead = `Hoplab's window needs what this system lacks: ${missing.join(', ')}.`;
  if (!hasApt())
    return `${lead}\nInstall the packages of your distribution that hold these, then call the same command again.`;
  const names = await availableNames(packages);
  return `${lead}\nInstall it, then call the same command again:\n\n  sudo apt-get install ${names.join(' ')}\n`;
}
