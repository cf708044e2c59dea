import { buildApp } from './build/app.mjs';
import { buildCommandLine } from './build/command-line.mjs';
import { setUpPackages } from './setup/everything.mjs';
import { runScript } from './support/say.mjs';

runScript(async () => {
  await setUpPackages();
  await buildApp();
  await buildCommandLine();
});
