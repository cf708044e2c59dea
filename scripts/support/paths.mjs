import { fileURLToPath } from 'node:url';
import os from 'node:os';
import path from 'node:path';

/** The clone's folder, absolute. */
export const root = path.resolve(fileURLToPath(new URL('../../', import.meta.url)));

/** An absolute path inside the clone. @param {string[]} parts */
export function inRoot(...parts) {
  return path.join(root, ...parts);
}

/**
 * Where Hoplab keeps what all clones of one user share; the folder may not exist yet.
 * @returns {string} an absolute path, by the platform's convention for caches
 */
export function userCacheFolder() {
  return path.join(platformCacheFolder(), 'hoplab');
}

function platformCacheFolder() {
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') {
    return process.env['LOCALAPPDATA'] || path.join(os.homedir(), 'AppData', 'Local');
  }
  // XDG Base Directory Specification: a relative path there is to be ignored.
  const configured = process.env['XDG_CACHE_HOME'];
  return configured && path.isAbsolute(configured) ? configured : path.join(os.homedir(), '.cache');
}
