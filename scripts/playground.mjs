import { setUp } from './setup/everything.mjs';
import { electronSwitches, hasDisplay } from './support/display.mjs';
import { inRoot, root } from './support/paths.mjs';
import { run } from './support/run.mjs';
import { runScript, say } from './support/say.mjs';

/**
 * Opens the stage alone on its scenes, in the Electron that the setup found: what is saved of the stage or of a scene
 * is drawn anew. Any browser on this machine can open the address too, until the window is closed.
 */
runScript(async () => {
  if (!hasDisplay()) {
    console.error('There is no display, so there is no window to draw scenes in.');
    return 1;
  }
  const runtime = await setUp({ captureTools: false });
  const server = await servePlayground();
  try {
    const address = server.resolvedUrls?.local[0] ?? '';
    say(`Opening the playground on Electron ${runtime.version}, from ${address} ...`);
    const host = inRoot('e2e', 'stage-harness', 'host');
    // As main.cjs there reads them: the page, no fragment of its own, the window's width and height.
    return await run(runtime.executable, [...(await electronSwitches()), host, address, '', '1440', '900']);
  } finally {
    await server.close();
  }
});

async function servePlayground() {
  // A package, so there only once the setup has been.
  const { createServer } = await import('vite');
  const server = await createServer({
    configFile: false,
    root: inRoot('src', 'renderer', 'scene', 'testing', 'playground'),
    // Apart from the app's development server, which may run at the same time.
    cacheDir: inRoot('node_modules', '.vite-playground'),
    logLevel: 'warn',
    server: { host: '127.0.0.1', fs: { allow: [root] } },
  });
  return server.listen();
}
