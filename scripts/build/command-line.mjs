import { inRoot } from '../support/paths.mjs';
import { SetupError, say } from '../support/say.mjs';
import { fingerprint, isCurrent, stamp } from '../support/fingerprint.mjs';

const stampFile = 'build/cli/hoplab.stamp';
const sources = [
  'src/cli',
  'src/engine',
  'src/worker',
  'src/export',
  'src/bytes',
  'src/wire',
  'src/shared',
  'package-lock.json',
];

/** The built command line's entry file, absolute. */
export const commandLineBundle = inRoot('build', 'cli', 'hoplab.js');

/** Whether the command line's bundle is of these very sources. */
export function commandLineIsCurrent() {
  return isCurrent(stampFile, sources);
}

/** Bundles the command line unless the last bundle is of these very sources. */
export async function ensureCommandLine() {
  if (!commandLineIsCurrent()) await buildCommandLine();
}

/** Bundles src/cli/main.ts, the engine included, into one file for plain Node. */
export async function buildCommandLine() {
  say('Building the command line ...');
  const digest = fingerprint(sources);
  const { build } = await import('esbuild');
  try {
    await build({
      entryPoints: [inRoot('src', 'cli', 'main.ts')],
      outfile: commandLineBundle,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: true,
      logLevel: 'warning',
      // Bundled CommonJS packages ask for Node's own modules by require, which an ES module does not have.
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
  } catch {
    throw new SetupError('The command line could not be built; the reason is above.');
  }
  await stamp(stampFile, digest);
}
