import { inRoot } from '../support/paths.mjs';
import { run } from '../support/run.mjs';
import { SetupError, say } from '../support/say.mjs';
import { fingerprint, isCurrent, stamp } from '../support/fingerprint.mjs';

const stampFile = 'build/app.stamp';
const sources = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json'];

/** Builds the app's three parts unless the last build is of these very sources. */
export async function ensureApp() {
  if (!isCurrent(stampFile, sources)) await buildApp();
}

/** Builds main, preload and renderer into build/. */
export async function buildApp() {
  say('Building the app ...');
  const digest = fingerprint(sources);
  const tool = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const code = await run(process.execPath, [tool, 'build', '--logLevel', 'warn']);
  if (code !== 0) throw new SetupError(`The build failed (exit ${code}); its own message is above.`);
  await stamp(stampFile, digest);
}
