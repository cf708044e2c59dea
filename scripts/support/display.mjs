import { findProgram, capture, isRoot } from './run.mjs';

/** WebGL on the processor at once, without trying a graphics card first; and only fatal messages of Chromium's. */
const softwareDrawing = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--log-level=3'];

/** Whether windows can be shown: only Linux has sessions without a display server. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/**
 * The command that runs `command` on a screen: as it is where there is a display, else on a virtual one.
 * @param {string} command
 * @param {string[]} args
 * @returns {{ command: string, args: string[] }}
 */
export function onScreen(command, args) {
  if (hasDisplay()) return { command, args };
  // Large enough for a window of 2560x1440, which the pictures of the window are taken at.
  const screen = '-screen 0 2560x1440x24 -nolisten tcp';
  return { command: 'xvfb-run', args: ['-a', '-s', screen, command, ...args] };
}

/**
 * Switches that Electron needs on this machine and that the app itself must never set.
 * @returns {Promise<string[]>}
 */
export async function electronSwitches() {
  const switches = [];
  if (process.platform === 'linux' && !(await chromiumSandboxWorks())) switches.push('--no-sandbox');
  if (!hasDisplay()) switches.push(...softwareDrawing);
  if (!process.env['DISPLAY'] && process.env['WAYLAND_DISPLAY']) switches.push('--ozone-platform-hint=auto');
  return switches;
}

/** Chromium refuses its sandbox as root, and cannot have it where users may not create name spaces. */
async function chromiumSandboxWorks() {
  if (isRoot()) return false;
  if (!findProgram('unshare')) return true;
  return (await capture('unshare', ['--user', '--map-root-user', 'true'])).code === 0;
}
