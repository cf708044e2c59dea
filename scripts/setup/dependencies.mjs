import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from '../support/paths.mjs';
import { withLock } from '../support/lock.mjs';
import { npmCommand, run } from '../support/run.mjs';
import { SetupError, outputDescriptor, progress, say } from '../support/say.mjs';

const oldestNode = [20, 19];

/** Ends with a clear message on a Node that the tools cannot run on. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needsMajor = 0, needsMinor = 0] = oldestNode;
  if (major > needsMajor || (major === needsMajor && minor >= needsMinor)) return;
  throw new SetupError(
    `Hoplab needs Node ${oldestNode.join('.')} or newer; this is ${process.version}. Get it from nodejs.org.`,
  );
}

/** Installs the packages that package-lock.json names, unless exactly those are there already. */
export async function ensureDependencies() {
  if (dependenciesAreInstalled()) return;
  await withLock(inRoot('build', '.dependencies-lock'), async () => {
    if (!dependenciesAreInstalled()) await installDependencies();
  });
}

async function installDependencies() {
  say('Installing the JavaScript packages of package-lock.json into node_modules (about 450 MB) ...');
  const { command, args, shell } = npmCommand([
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  const line = progress('npm ci');
  const timer = setInterval(() => line.update('at work'), 1000);
  const code = await run(command, args, { shell, stdio: ['ignore', outputDescriptor(), 2] });
  clearInterval(timer);
  if (code !== 0) throw new SetupError(`npm ci failed (exit ${code}); its own message is above.`);
  line.done('done');
}

/**
 * Compares the lockfile with the one that npm leaves in node_modules when it has finished, so that packages
 * installed by hand count too, and an interrupted installation does not.
 */
export function dependenciesAreInstalled() {
  const wanted = readPackages(inRoot('package-lock.json'));
  const installed = readPackages(inRoot('node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([location, entry]) => {
    if (location === '') return true;
    const there = installed[location];
    return there ? there.version === entry.version : entry.optional === true;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function readPackages(file) {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
