import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * What a bare Electron runs when it is started with an app's folder. An ES module with a top-level await, because
 * Electron then holds the `ready` event back until the app's own code is loaded.
 */
const main = `import { app, dialog } from 'electron';
import { existsSync, readFileSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const preloaded = [];
let folder;
const given = process.argv.slice(1);
while (given.length > 0 && folder === undefined) {
  const argument = given.shift();
  if (argument === '-r' || argument === '--require') preloaded.push(given.shift());
  else if (!argument.startsWith('-')) folder = path.resolve(argument);
}

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
Module._preloadModules(preloaded);
if (folder === undefined) {
  console.error('Usage: electron FOLDER');
  app.exit(2);
} else {
  try {
    await load(folder);
  } catch (error) {
    console.error(error);
    if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) dialog.showErrorBox('The app did not start', String(error));
    app.exit(1);
  }
}

async function load(folder) {
  const manifest = path.join(folder, 'package.json');
  const about = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  if (about.version) app.setVersion(about.version);
  if (about.productName || about.name) app.setName(about.productName || about.name);
  app.setDesktopName(about.desktopName || app.name + '.desktop');
  app.setAppPath(folder);
  await import(pathToFileURL(path.join(folder, about.main || 'index.js')).href);
}
`;

/** Writes the stand-in for Electron's default app. @param {string} folder the runtime's `resources/app` */
export async function writeDefaultApp(folder) {
  await mkdir(folder, { recursive: true });
  const manifest = { name: 'electron', productName: 'Electron', main: 'main.js', type: 'module' };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  await writeFile(path.join(folder, 'main.js'), main);
}
