import { spawnSync } from 'node:child_process';

const variable = (name: string) => process.env[name] ?? '';

/** Whether there is no screen but a virtual one, and so no graphics card behind it. */
export const isOnVirtualScreen = variable('HOPLAB_VIRTUAL_SCREEN') !== '';

/** With no screen, runs this very bench on a virtual one and ends with its exit code; else does nothing. */
export function onVirtualScreen(): void {
  if (process.platform !== 'linux' || variable('DISPLAY') + variable('WAYLAND_DISPLAY') !== '') return;
  const args = ['-a', '-s', '-screen 0 1280x800x24', process.execPath, ...process.argv.slice(1)];
  const env = { ...process.env, HOPLAB_VIRTUAL_SCREEN: '1' };
  process.exit(spawnSync('xvfb-run', args, { stdio: 'inherit', env }).status ?? 1);
}
