import { hasApt, installPackages, mayInstallPackages } from '../support/apt.mjs';
import { findProgram } from '../support/run.mjs';
import { say } from '../support/say.mjs';

/**
 * Makes sure of tshark, the referee of the exported captures: installed as root, only recommended to anybody else,
 * because the tests that need it say themselves that they were skipped.
 */
export async function ensureCaptureTools() {
  if (findProgram('tshark') || process.platform !== 'linux') return;
  if (!mayInstallPackages()) {
    const how = hasApt() ? 'sudo apt-get install tshark' : "your distribution's package of tshark";
    say(`Note: tshark is missing, so the captures are not checked by it (${how}).`);
    return;
  }
  say('Installing tshark, which checks the exported captures ...');
  const { code, output } = await installPackages('tshark', [['tshark']]);
  if (code !== 0) say(`  going on without it; what apt-get said:\n${output.trim()}`);
}
