import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureCommandLine } from '../build/command-line.mjs';
import { inRoot } from '../support/paths.mjs';
import { capture } from '../support/run.mjs';
import { hoplab, parsed, report } from './hoplab.mjs';
import { qlogSchemaCheck } from './qlog.mjs';
import { checkScenario } from './scenario.mjs';
import { inLanes, sum } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */
/** @typedef {import('./hoplab.mjs').Ended} Ended */

/**
 * Calls the command line as a person would, on the library's own scenarios.
 * @param {{ lanes: number }} options how many scenarios run at a time
 * @returns {Promise<Tally>}
 */
export async function commandLineChecks({ lanes }) {
  await ensureCommandLine();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-check-'));
  try {
    return sum([
      ...(await libraryChecks(folder, lanes)),
      await unknownCommandIsUsageError(),
      await brokenLabIsBadInput(folder),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {number} lanes @returns {Promise<Tally[]>} */
async function libraryChecks(folder, lanes) {
  const listed = await hoplab(['scenarios', '--json']);
  const ids = scenarioIds(listed);
  const tools = { folder, qlogProblems: await qlogSchemaCheck(folder) };
  const tallies = [report('scenarios --json lists the library', listed.code === 0 && ids.length > 0, listed)];
  const checked = await hoplab(['check', ids[0] ?? '']);
  tallies.push(report(`check ${ids[0]}: every claim holds`, checked.code === 0, checked));
  const ofScenarios = await inLanes(lanes, ids, (id) => checkScenario(id, tools));
  return [...tallies, ...ofScenarios.flat()];
}

/** By way of the file that npm links to. */
async function unknownCommandIsUsageError() {
  const ended = await capture(process.execPath, [inRoot('bin', 'hoplab.mjs'), 'no-such-command']);
  return report('an unknown command is a usage error', ended.code === 2, ended);
}

/** @param {string} folder */
async function brokenLabIsBadInput(folder) {
  const file = path.join(folder, 'broken.hoplab.json');
  await writeFile(file, '{"version": 1, "devices": [');
  const ended = await hoplab(['validate', file]);
  return report('a truncated lab is bad input', ended.code === 2 && ended.output.includes(file), ended);
}

/** @param {Ended} listed @returns {string[]} */
function scenarioIds(listed) {
  const list = parsed(listed);
  return Array.isArray(list) ? list.map((scenario) => scenario.id) : [];
}
