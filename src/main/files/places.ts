import path from 'node:path';

/** The app's own folder, in a clone as in a package: this file ends up in `build/main/` of it. */
const appFolder = path.resolve(import.meta.dirname, '../..');

/** Where the parts of the app are; absolute paths. */
export const places = {
  scenarios: path.join(appFolder, 'scenarios'),
  renderer: path.join(appFolder, 'build', 'renderer'),
  icon: path.join(appFolder, 'resources', 'icon.png'),
  preload: path.join(appFolder, 'build', 'preload', 'index.cjs'),
} as const;
