import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ensureApp } from './build/app.mjs';
import { setUp } from './setup/everything.mjs';
import { electronSwitches, hasDisplay, onScreen } from './support/display.mjs';
import { inRoot, root } from './support/paths.mjs';
import { run } from './support/run.mjs';
import { readableSize, runScript, say } from './support/say.mjs';

runScript(async () => {
  const asked = appArguments(process.argv.slice(2));
  if (asked === undefined) return 2;
  const runtime = await setUp({ captureTools: false });
  await ensureApp();
  const command = [...(await electronSwitches()), root];
  if (hasDisplay()) {
    say(`Opening the lab on Electron ${runtime.version} ...`);
    return run(runtime.executable, [...command, ...asked]);
  }
  return exportOffScreen(runtime, command, asked);
});

/**
 * The arguments for the app: a file as seen from where the person called, or a scenario of the library by its id.
 * @param {string[]} given
 * @returns {string[] | undefined} nothing when a file is not there, which has been said then
 */
function appArguments(given) {
  const calledFrom = process.env['INIT_CWD'] ?? process.cwd();
  const resolved = [];
  for (const argument of given) {
    if (argument.startsWith('-')) {
      resolved.push(argument);
      continue;
    }
    const places = [path.resolve(calledFrom, argument), inRoot('scenarios', `${argument}.hoplab.json`)];
    const file = places.find((place) => existsSync(place));
    if (file === undefined) {
      console.error(`${argument}: there is no such file, and no scenario of that name in scenarios/`);
      return undefined;
    }
    resolved.push(file);
  }
  return resolved;
}

/**
 * Runs the same window on a virtual screen and lists what it leaves.
 * @param {import('./setup/runtime-cache.mjs').Runtime} runtime
 * @param {string[]} command
 * @param {string[]} asked
 */
async function exportOffScreen(runtime, command, asked) {
  const folder = inRoot('out');
  await mkdir(folder, { recursive: true });
  say(
    `There is no display, so the lab runs off-screen (Electron ${runtime.version}) and exports to out/ ...`,
  );
  const startedAt = Date.now();
  const screen = onScreen(runtime.executable, [...command, `--hoplab-offscreen-export=${folder}`, ...asked]);
  const code = await run(screen.command, screen.args);
  if (code !== 0) {
    console.error(`The lab ended with exit code ${code}.`);
    return code;
  }
  const left = filesSince(folder, startedAt);
  if (left.length === 0) {
    console.error('The lab ended well but left nothing in out/.');
    return 1;
  }
  for (const { name, size } of left) say(`  out/${name} (${readableSize(size)})`);
  return 0;
}

/** @param {string} folder @param {number} startedAt milliseconds since the epoch */
function filesSince(folder, startedAt) {
  return readdirSync(folder)
    .map((name) => ({ name, ...pick(statSync(path.join(folder, name))) }))
    .filter((file) => file.mtimeMs >= startedAt - 1000);
}

/** @param {import('node:fs').Stats} stats */
function pick({ size, mtimeMs }) {
  return { size, mtimeMs };
}
