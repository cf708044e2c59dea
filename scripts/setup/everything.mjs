import { ensureCaptureTools } from './capture-tools.mjs';
import { ensureCommandLink } from './command-link.mjs';
import { ensureDependencies, requireNode } from './dependencies.mjs';
import { ensureElectronRuntime } from './electron-runtime.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/**
 * Does all that is missing for the app to be built and run; says so before each thing, and nothing when there is none.
 * @param {{ captureTools: boolean }} wanted whether the checks of exported captures are to be run as well
 * @returns {Promise<import('./runtime-cache.mjs').Runtime>} the Electron to run the app on
 */
export async function setUp({ captureTools }) {
  await setUpPackages();
  await ensureSystemLibraries();
  const runtime = await ensureElectronRuntime();
  await ensureSystemLibraries(runtime.executable);
  if (captureTools) await ensureCaptureTools();
  return runtime;
}

/** The part that the command line needs: packages, and no window. */
export async function setUpPackages() {
  requireNode();
  await ensureDependencies();
  await ensureCommandLink();
}
