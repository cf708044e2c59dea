import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { electronSwitches, onScreen } from '../support/display.mjs';
import { inRoot } from '../support/paths.mjs';
import { run } from '../support/run.mjs';
import { say } from '../support/say.mjs';
import { ofRunner } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

/** Unit and property tests. @returns {Promise<Tally>} */
export async function unitTests() {
  const report = await freshReport('vitest.json');
  const tool = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const code = await run(process.execPath, [
    tool,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const counted = readReport(report);
  return ofRunner(
    code,
    counted && {
      passed: counted.numPassedTests,
      failed: counted.numFailedTests,
      skipped: counted.numPendingTests + counted.numTodoTests,
    },
  );
}

/** Tests that drive the built app in a real Electron. @returns {Promise<Tally>} */
export async function endToEndTests() {
  if (!hasSpecs(inRoot('e2e'))) {
    say('There is no end-to-end test yet (e2e/**/*.spec.ts).');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const report = await freshReport('playwright.json');
  const tool = inRoot('node_modules', '@playwright', 'test', 'cli.js');
  const screen = onScreen(process.execPath, [tool, 'test', '--reporter=list,json']);
  const code = await run(screen.command, screen.args, {
    env: {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      HOPLAB_ELECTRON_SWITCHES: (await electronSwitches()).join(' '),
    },
  });
  const stats = readReport(report)?.stats;
  if (stats?.flaky > 0) say(`${stats.flaky} of them passed at the second try only: look at them.`);
  return ofRunner(
    code,
    stats && { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped },
  );
}

/** @param {string} name */
async function freshReport(name) {
  const file = inRoot('build', 'reports', name);
  await rm(file, { force: true });
  return file;
}

/** @param {string} file */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** @param {string} folder */
function hasSpecs(folder) {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.spec.ts'));
}
