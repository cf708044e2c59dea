import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureCommandLine } from '../build/command-line.mjs';
import { inRoot } from '../support/paths.mjs';
import { capture, findProgram } from '../support/run.mjs';
import { say } from '../support/say.mjs';
import { one, sum } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */
/** @typedef {Awaited<ReturnType<typeof capture>>} Ended */

/** Calls the command line as a person would, on the library's own scenarios. @returns {Promise<Tally>} */
export async function commandLineChecks() {
  if (!existsSync(inRoot('src', 'cli', 'main.ts'))) {
    say('There is no command line yet (src/cli/main.ts).');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  await ensureCommandLine();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-check-'));
  try {
    return sum([
      ...(await libraryChecks(folder)),
      await unknownCommandIsUsageError(),
      await brokenLabIsBadInput(folder),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @returns {Promise<Tally[]>} */
async function libraryChecks(folder) {
  const listed = await hoplab(['scenarios', '--json']);
  const ids = scenarioIds(listed);
  const tallies = [report('scenarios --json lists the library', listed.code === 0 && ids.length > 0, listed)];
  const checked = await hoplab(['check']);
  tallies.push(report('check: every claim of the library holds', checked.code === 0, checked));
  for (const id of ids) {
    // Lines of JSON are a hundred times the size of the trace: one scenario's are enough to see them written.
    const formats = id === ids[0] ? 'pcapng,ndjson' : 'pcapng';
    tallies.push(await runsAlikeTwice(id, formats, folder), await capturesAreSound(id, folder));
  }
  return tallies;
}

/** @param {string} id @param {string} formats what to export @param {string} folder where to */
async function runsAlikeTwice(id, formats, folder) {
  const first = await hoplab(['run', id, '--json', '--export', formats, '--out', path.join(folder, id)]);
  const second = await hoplab(['run', id, '--json']);
  const hashes = [first, second].map((ended) => parsed(ended)?.traceHash);
  const alike = first.code === 0 && second.code === 0 && Boolean(hashes[0]) && hashes[0] === hashes[1];
  return report(`run ${id}: exported, and the same trace twice`, alike, first.code === 0 ? second : first);
}

/**
 * What tshark would flag in a capture whatever the scenario does. Not so its own complaint of a retransmission that comes
 * after it had put the whole message together: at a sender's port every lost response gives one, in captures of real hosts too.
 */
const unsound = [
  '(_ws.malformed && !(_ws.malformed.reassembly && tcp.analysis.retransmission))',
  ...['ip', 'tcp', 'udp'].map((layer) => `${layer}.checksum.status == 0`),
].join(' || ');

/** @param {string} id @param {string} folder where the scenario's exports are @returns {Promise<Tally>} */
async function capturesAreSound(id, folder) {
  if (!findProgram('tshark')) return { passed: 0, failed: 0, skipped: 1 };
  const names = existsSync(path.join(folder, id)) ? readdirSync(path.join(folder, id)) : [];
  const captures = names.filter((name) => name.endsWith('.pcapng'));
  const checked = await Promise.all(captures.map((name) => framesIn(path.join(folder, id, name), unsound)));
  const packets = await Promise.all(captures.map((name) => framesIn(path.join(folder, id, name), 'frame')));
  const fine = packets.some((frames) => frames.length > 0) && checked.every((frames) => frames.length === 0);
  const output = `captures: ${captures.join(', ') || 'none'}; frames that tshark objects to: ${checked.flat().join(', ')}`;
  return report(`run ${id}: tshark finds every packet sound`, fine, { code: 0, output });
}

/** @param {string} file @param {string} filter @returns {Promise<string[]>} the numbers of its frames */
async function framesIn(file, filter) {
  const checks = ['ip', 'tcp', 'udp'].flatMap((layer) => ['-o', `${layer}.check_checksum:TRUE`]);
  const args = ['-n', '-r', file, ...checks, '-Y', filter, '-T', 'fields', '-e', 'frame.number'];
  const { code, output, standardOutput } = await capture('tshark', args);
  // A capture that tshark cannot read to its end is as unsound as a bad packet.
  if (code !== 0) return filter === 'frame' ? [] : [output.trim()];
  return standardOutput.split('\n').filter((line) => /^\d+$/.test(line));
}

async function unknownCommandIsUsageError() {
  const ended = await hoplab(['no-such-command']);
  return report('an unknown command is a usage error', ended.code === 2, ended);
}

/** @param {string} folder */
async function brokenLabIsBadInput(folder) {
  const file = path.join(folder, 'broken.hoplab.json');
  await writeFile(file, '{"version": 1, "devices": [');
  const ended = await hoplab(['validate', file]);
  return report('a truncated lab is bad input', ended.code === 2 && ended.output.includes(file), ended);
}

/** @param {string[]} args @returns {Promise<Ended>} */
function hoplab(args) {
  return capture(process.execPath, [inRoot('bin', 'hoplab.mjs'), ...args]);
}

/** @param {Ended} ended */
function parsed(ended) {
  try {
    return JSON.parse(ended.standardOutput);
  } catch {
    return undefined;
  }
}

/** @param {Ended} listed @returns {string[]} */
function scenarioIds(listed) {
  const list = parsed(listed);
  return Array.isArray(list) ? list.map((scenario) => scenario.id) : [];
}

/** @param {string} what @param {boolean} fine @param {Pick<Ended, 'code' | 'output'>} ended */
function report(what, fine, ended) {
  say(`  ${fine ? 'ok' : 'FAILED'}  hoplab ${what}`);
  if (!fine) say(`exit ${ended.code}\n${ended.output.slice(0, 4000)}`);
  return one(fine);
}
