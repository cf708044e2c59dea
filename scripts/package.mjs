import { ensureApp } from './build/app.mjs';
import { setUpPackages } from './setup/everything.mjs';
import { inRoot } from './support/paths.mjs';
import { run } from './support/run.mjs';
import { runScript } from './support/say.mjs';

/** Packs the built app for this platform into dist/, as electron-builder.yml has it; needs the release site. */
runScript(async () => {
  await setUpPackages();
  await ensureApp();
  const tool = inRoot('node_modules', 'electron-builder', 'cli.js');
  return run(process.execPath, [tool, '--publish', 'never', ...process.argv.slice(2)]);
});
