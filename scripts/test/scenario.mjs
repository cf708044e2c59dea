import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { inRoot } from '../support/paths.mjs';
import { hoplab, parsed, report } from './hoplab.mjs';
import { checkQlogFiles, quicPacketsOf } from './qlog.mjs';
import { hasTshark, readCapture, readEncryptedCapture } from './tshark.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */
/** @typedef {import('./hoplab.mjs').Ended} Ended */
/** @typedef {{ folder: string, qlogProblems: (file: unknown) => string[] }} Tools */

/** Records up to which a trace is written as lines of JSON, which are a hundred times its size, and read request by request. */
const closelyUpTo = 100_000;

/** @type {Record<string, { traceHash: string }>} */
const goldens = JSON.parse(readFileSync(inRoot('scenarios', 'golden.json'), 'utf8'));

/**
 * Where a scenario is captured, if not at its servers: for each segment tshark looks through all that is under way from
 * the port captured at, and a sender's window of 12 MB makes that a minute. The receiver's port has the same packets.
 * @type {Record<string, string[]>}
 */
const capturedAt = { 'slow-start': ['client'] };

/**
 * Requests that arrive, as tshark sees, and that no server answers to: how many, and why.
 * @type {Record<string, { count: number, why: string }>}
 */
const unheard = {
  'half-open': { count: 1, why: 'the server has crashed' },
  'quic-return-visit': { count: 1, why: 'early data that the server refuses, and that is sent again' },
};

/**
 * Runs a scenario twice, with its captures made at the servers the first time, at the clients the second time, and has
 * all that it exports judged.
 * @param {string} id @param {Tools} tools
 * @returns {Promise<Tally[]>}
 */
export async function checkScenario(id, { folder, qlogProblems }) {
  const [atServers, atClients] = [path.join(folder, id, 'servers'), path.join(folder, id, 'clients')];
  const first = await runOf(id, 'pcapng,qlog', atServers, capturedAt[id] ?? []);
  const closely = (parsed(first)?.records ?? 0) <= closelyUpTo;
  const second = closely
    ? await runOf(id, 'pcapng,ndjson', atClients, clientsOf(id))
    : await hoplab(['run', id, '--json']);
  const tallies = [alike(id, first, second), claimsHold(id, [first, second])];
  if (closely) tallies.push(...(await judgeClosely(id, atServers, atClients, qlogProblems)));
  else tallies.push(await captureIsSound(id, atServers));
  await rm(path.join(folder, id), { recursive: true, force: true });
  return tallies;
}

/** @param {string} id @param {string} formats @param {string} out @param {string[]} ports where to capture */
function runOf(id, formats, out, ports) {
  const capture = ports.flatMap((port) => ['--capture', port]);
  return hoplab(['run', id, '--json', '--export', formats, '--out', out, ...capture]);
}

/** @param {string} id @returns {string[]} */
function clientsOf(id) {
  const lab = JSON.parse(readFileSync(inRoot('scenarios', `${id}.hoplab.json`), 'utf8'));
  return lab.devices
    .filter((/** @type {{ kind: string }} */ { kind }) => kind === 'client')
    .map((/** @type {{ id: string }} */ device) => device.id);
}

/**
 * Both runs must give the trace whose hash scenarios/golden.json has.
 * @param {string} id @param {Ended} first @param {Ended} second
 */
function alike(id, first, second) {
  const objections = [first, second].flatMap((ended) => {
    if (ended.code !== 0) return [`exit ${ended.code}`, ended.output];
    const hash = parsed(ended)?.traceHash;
    return hash === goldens[id]?.traceHash
      ? []
      : [`trace ${hash}, golden ${goldens[id]?.traceHash}`, 'npm run golden prints what changed'];
  });
  return objectionsTo(`run ${id}: exported, and twice the golden trace`, objections);
}

/** @param {string} id @param {Ended[]} runs */
function claimsHold(id, runs) {
  const claims = runs.flatMap((ended) => parsed(ended)?.claims ?? []);
  const short = claims.filter(({ ok }) => ok !== true);
  return objectionsTo(
    `run ${id}: every claim holds`,
    claims.length > 0 ? short.map((claim) => JSON.stringify(claim)) : ['there is none'],
  );
}

/** @param {string} id @param {string} folder @returns {Promise<Tally>} */
async function captureIsSound(id, folder) {
  if (!hasTshark()) return { passed: 0, failed: 0, skipped: 1 };
  return sound(id, [await readCapture(path.join(folder, `${id}.pcapng`))]);
}

/**
 * @param {string} id
 * @param {string} atServers @param {string} atClients the folders of the two runs
 * @param {(file: unknown) => string[]} qlogProblems
 * @returns {Promise<Tally[]>}
 */
async function judgeClosely(id, atServers, atClients, qlogProblems) {
  const records = readLines(path.join(atClients, `${id}.ndjson`));
  const packets = quicPacketsOf(records);
  /** @type {Tally[]} */
  const tallies = [];
  if (packets.length > 0) {
    const { files, objections } = checkQlogFiles(atServers, packets, qlogProblems);
    tallies.push(objectionsTo(`run ${id}: ${files} qlog files, with the packets of the trace`, objections));
  }
  if (!hasTshark()) return [...tallies, { passed: 0, failed: 0, skipped: 2 }];
  const server = await readEncryptedCapture(path.join(atServers, `${id}.pcapng`));
  const client = await readEncryptedCapture(path.join(atClients, `${id}.pcapng`));
  const established = records.filter(({ kind }) => kind === 'tls.established').length;
  const objections = requestObjections(id, server.requests, requestsOf(records));
  for (const [ports, { finished }] of Object.entries({ server, client }))
    if (finished < established)
      objections.push(`${ports}: ${finished} Finished for ${established} handshakes`);
  const what = `tshark lists the ${server.requests.length} requests of the trace`;
  return [...tallies, sound(id, [server, client]), objectionsTo(`run ${id}: ${what}`, objections)];
}

/**
 * Each request must be seen where, and when, the trace has it, and no other, the unheard ones excepted.
 * @param {string} id @param {string[]} seen @param {string[]} received moments in nanoseconds
 */
function requestObjections(id, seen, received) {
  const left = [...seen];
  const missing = received.filter((moment) => {
    const index = left.indexOf(moment);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  const { count, why } = unheard[id] ?? { count: 0, why: '' };
  const objections = missing.length > 0 ? [`not seen by tshark: those of ${missing.join(', ')} ns`] : [];
  if (left.length !== count)
    objections.push(`not in the trace: those of ${left.join(', ')} ns; expected ${count} such ${why}`);
  return objections;
}

/** Whether packets were captured, and all are sound. @param {string} id @param {import('./tshark.mjs').Reading[]} readings */
function sound(id, readings) {
  const objections = readings.flatMap(({ frames, objections }) => (frames > 0 ? objections : ['no packets']));
  return objectionsTo(`run ${id}: tshark finds every packet sound`, objections);
}

/** The moments at which a request was received, in nanoseconds. @param {Record<string, any>[]} records */
function requestsOf(records) {
  return records.filter(({ kind }) => kind === 'http.request-received').map(({ t }) => String(t));
}

/** @param {string} file @returns {Record<string, any>[]} */
function readLines(file) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** @param {string} what @param {string[]} objections */
function objectionsTo(what, objections) {
  return report(what, objections.length === 0, { code: 0, output: objections.join('\n') });
}
