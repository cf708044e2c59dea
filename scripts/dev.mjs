import { rm } from 'node:fs/promises';
import { setUp } from './setup/everything.mjs';
import { electronSwitches, hasDisplay } from './support/display.mjs';
import { inRoot, root } from './support/paths.mjs';
import { run } from './support/run.mjs';
import { runScript, say } from './support/say.mjs';

/**
 * Opens the lab on the sources as they are edited, in the Electron that the setup found: what is saved of the renderer
 * shows in the window at once, and the app starts anew when main, preload or the engine changes.
 */
runScript(async () => {
  if (!hasDisplay()) {
    console.error('There is no display, so there is no window to work in. `npm start` exports off-screen.');
    return 1;
  }
  const runtime = await setUp({ captureTools: false });
  // What is built from here on is the development server's: the next build is to be a whole one.
  await rm(inRoot('build', 'app.stamp'), { force: true });
  say(`Opening the lab on Electron ${runtime.version}, following the sources ...`);
  const tool = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  // Chromium reads what stands before the app's folder first: as root it goes no further without its switches.
  const [first = root, ...others] = [...(await electronSwitches()), root];
  return run(process.execPath, [tool, 'dev', '--watch', '--', ...others], {
    env: { ELECTRON_EXEC_PATH: runtime.executable, ELECTRON_ENTRY: first },
  });
});
