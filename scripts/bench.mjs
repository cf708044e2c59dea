import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setUpPackages } from './setup/everything.mjs';
import { ensureElectronRuntime } from './setup/electron-runtime.mjs';
import { inRoot } from './support/paths.mjs';
import { run } from './support/run.mjs';
import { runScript, say } from './support/say.mjs';

/**
 * Bundles each bench/NAME.bench.ts as the app is bundled and runs it in a process of its own; names given on the
 * command line pick some of them.
 */
runScript(async () => {
  const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
  const benches = benchFiles().filter(
    (file) => asked.length === 0 || asked.some((name) => file.includes(name)),
  );
  if (benches.length === 0) {
    say(
      asked.length === 0
        ? 'There is nothing in bench/ to measure yet.'
        : `No bench of the name ${asked.join(', ')}.`,
    );
    return asked.length === 0 ? 0 : 2;
  }
  await setUpPackages();
  if (benches.some((file) => file.startsWith('frame'))) await ensureElectronRuntime();
  let code = 0;
  for (const file of benches) {
    say(`\n== ${file}`);
    code = Math.max(code, await runBench(file, options));
  }
  return code;
});

function benchFiles() {
  const folder = inRoot('bench');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.bench.ts'))
    .sort();
}

/** @param {string} file @param {string[]} options @returns {Promise<number>} its exit code */
async function runBench(file, options) {
  const { build } = await import('esbuild');
  const outfile = inRoot('build', 'bench', file.replace(/\.ts$/, '.mjs'));
  await rm(outfile, { force: true });
  await build({
    entryPoints: [inRoot('bench', file)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return run(process.execPath, ['--expose-gc', '--enable-source-maps', outfile, ...options]);
}
