import { runScript, say } from './support/say.mjs';
import { setUp } from './setup/everything.mjs';

runScript(async () => {
  const runtime = await setUp({ captureTools: true });
  say(`Ready: Electron ${runtime.version} (${runtime.origin}), Node ${process.version}.`);
});
